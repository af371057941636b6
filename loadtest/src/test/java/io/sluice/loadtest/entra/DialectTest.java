package io.sluice.loadtest.entra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The shapes, as Microsoft documents them. */
final class DialectTest {
    private final Person before = new Staff("contoso.example").person(7);

    @Test
    void withoutTheFlagEachAttributeIsAnOperationAndABooleanIsText() {
        Person after = before.with(UserAttribute.ACTIVE, "false").with(UserAttribute.WORK_MAIL, "x@contoso.example");

        assertThat(changes(Dialect.DEFAULT, after))
                .isEqualTo(
                        "[{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"},"
                                + "{\"op\":\"Replace\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":\"x@contoso.example\"}]");
    }

    @Test
    void withTheFlagOnlyValuePathsKeepAPath() {
        Person after = before.with(UserAttribute.ACTIVE, "false")
                .with(UserAttribute.GIVEN_NAME, "Eva")
                .with(UserAttribute.WORK_MAIL, "x@contoso.example")
                .with(UserAttribute.DEPARTMENT, "Sales");

        assertThat(changes(Dialect.COMPLIANT, after))
                .isEqualTo(
                        "[{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":\"x@contoso.example\"},"
                                + "{\"op\":\"replace\",\"value\":{\"active\":false,\"name.givenName\":\"Eva\","
                                + "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department\":\"Sales\"}}]");
    }

    @Test
    void anAttributeThatHadNoValueIsAdded() {
        Person without = before.with(UserAttribute.TITLE, "");

        String operations = Dialect.patch(list -> Dialect.DEFAULT.changes(list, without, without.changesTo(before)))
                .path("Operations")
                .toString();

        assertThat(operations).startsWith("[{\"op\":\"Add\",\"path\":\"title\"");
    }

    @Test
    void membersAreRemovedByAListOrByAFilterEach() {
        assertThat(Dialect.patch(list -> Dialect.DEFAULT.remove(list, List.of("a", "b")))
                        .path("Operations"))
                .hasToString(
                        "[{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"$ref\":null,\"value\":\"a\"},{\"$ref\":null,\"value\":\"b\"}]}]");
        assertThat(Dialect.patch(list -> Dialect.COMPLIANT.remove(list, List.of("a", "b")))
                        .path("Operations"))
                .hasToString("[{\"op\":\"remove\",\"path\":\"members[value eq \\\"a\\\"]\"},"
                        + "{\"op\":\"remove\",\"path\":\"members[value eq \\\"b\\\"]\"}]");
    }

    @Test
    void whatIsWrittenIsWhatIsRead() {
        assertThat(Person.read(before.body())).isEqualTo(before);
    }

    private String changes(Dialect dialect, Person after) {
        return Dialect.patch(list -> dialect.changes(list, before, before.changesTo(after)))
                .path("Operations")
                .toString();
    }
}
