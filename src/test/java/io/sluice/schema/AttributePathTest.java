package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributePathTest {

    @ParameterizedTest
    @CsvSource({
        "userName, '', userName, ''",
        "name.givenName, '', name, givenName",
        "$ref, '', $ref, ''",
        "members.$ref, '', members, $ref",
        "members.$REF, '', members, $REF",
        "a-b_c$1, '', a-b_c$1, ''",
        "urn:example:2.0:Thing:name.sub, urn:example:2.0:Thing, name, sub",
        "urn:example:2.0:Thing, urn:example:2.0, Thing, ''",
        "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User:CustomAttribute, "
                + "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User, CustomAttribute, ''"
    })
    void splitsAtTheLastColonAndTheFirstDotAfterIt(String text, String urn, String name, String sub) {
        assertThat(AttributePath.parse(text)).hasValue(new AttributePath(urn, name, sub));
        assertThat(AttributePath.parse(text).map(AttributePath::toString)).hasValue(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                ":",
                "name.",
                ".givenName",
                "name.given.name",
                "name..givenName",
                "1name",
                "-name",
                "$name",
                "$refs",
                "na me",
                " name",
                "name ",
                "emails[type eq \"work\"]",
                "emails[type eq \"work\"].value",
                "name\u0000",
                "n\u00e4me",
                "u\u017ferName",
                ":name",
                "1urn:name",
                "urn:exa mple:name",
                "urn:\u00e4:name",
                "urn:example:",
                "http://example.com/2.0/Group",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0User"
            })
    void refusesWhatIsNoAttributeNotation(String text) {
        assertThat(AttributePath.parse(text)).isEmpty();
    }

    @Test
    void readsLongTextInOnePass() {
        String dots = "a" + ".a".repeat(1_000_000);
        String colons = "a" + ":a".repeat(1_000_000);

        assertThat(AttributePath.parse(dots)).isEmpty();
        assertThat(AttributePath.parse(colons)).isPresent();
    }
}
