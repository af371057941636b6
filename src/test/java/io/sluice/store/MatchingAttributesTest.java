package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.AttributePath;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingAttributesTest {
    private static final ResourceType USER =
            BuiltInSchemas.resourceTypes().byName("User").orElseThrow();

    @Test
    void keysOfNumbersHaveTheOrderOfTheNumbers() {
        Random random = new Random(7);
        List<BigDecimal> numbers = new ArrayList<>(List.of(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ONE.negate()));
        for (String text :
                List.of("0.1", "0.12", "-0.1", "-0.12", "10", "9", "-10", "-9", "1e2147483000", "-1e-2147483000")) {
            numbers.add(new BigDecimal(text));
        }
        for (int i = 0; i < 200; i++) {
            numbers.add(new BigDecimal(new BigInteger(random.nextInt(70), random), random.nextInt(41) - 20)
                    .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1)));
        }

        for (BigDecimal one : numbers) {
            for (BigDecimal other : numbers) {
                assertThat(Integer.signum(MatchingAttributes.key(one).compareTo(MatchingAttributes.key(other))))
                        .as(one + " and " + other)
                        .isEqualTo(one.compareTo(other));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NICKNAME, nickName",
        "phoneNumbers, phoneNumbers.value",
        "addresses.postalCode, addresses.postalCode",
        "department, urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"
    })
    void anAttributeIsKnownByTheLettersOfItsSchema(String given, String known) {
        assertThat(MatchingAttributes.resolve(USER, path(given)).path()).hasToString(known);
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, no attribute",
        "name, type complex",
        "x509Certificates, type binary",
        "userName, already",
        "externalId, already",
        "meta.created, type dateTime",
        "active, already",
        "emails, already",
        "emails.value, already",
        "groups.value, already",
        "password, no attribute",
        "manager.displayName, not kept"
    })
    void whatCannotBeIndexedOrIsAlreadyIsRefused(String given, String reason) {
        assertThatThrownBy(() -> MatchingAttributes.resolve(USER, path(given)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static AttributePath path(String text) {
        return AttributePath.parse(text).orElseThrow();
    }
}
