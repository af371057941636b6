package io.sluice.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.scim.ScimException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BulkReaderTest {
    private static final String MESSAGE =
            "{\"Operations\":[{\"data\":{\"userName\":\"ä\\u00e4\",\"list\":[{\"a\":\"}\"}]},"
                    + "\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"x\"},"
                    + "{\"method\":\"PUT\",\"path\":\"/Users/bulkId:x\",\"data\" : {\"m\":[\"bulkId:y\",{\"$ref\":\"../Users/bulkId:z\"}]} }]}";

    @Test
    void dataAreTheBytesOfTheRequest() {
        byte[] body = MESSAGE.getBytes(StandardCharsets.UTF_8);

        BulkRequest request = BulkReader.read(body, 2);

        assertThat(request.operations().getFirst().data(body).path("userName").asText())
                .isEqualTo("ää");
        assertThat(request.operations().getLast().data(body).path("m")).hasSize(2);
        assertThat(request.operations().getLast().references()).containsExactlyInAnyOrder("x", "y", "z");
    }

    @Test
    void aByteOrderMarkShiftsNothing() {
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        marked.writeBytes(MESSAGE.getBytes(StandardCharsets.UTF_8));
        byte[] body = marked.toByteArray();

        BulkRequest request = BulkReader.read(body, 2);

        assertThat(request.operations().getFirst().data(body).path("userName").asText())
                .isEqualTo("ää");
    }

    @Test
    void anotherEncodingIsRefused() {
        assertThatThrownBy(() -> BulkReader.read(MESSAGE.getBytes(StandardCharsets.UTF_16), 2))
                .isInstanceOf(ScimException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void oneOperationTooManyIsRefusedWithTheLimit() {
        assertThatThrownBy(() -> BulkReader.read(MESSAGE.getBytes(StandardCharsets.UTF_8), 1))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(413))
                .hasMessageContaining("1 operations");
    }
}
