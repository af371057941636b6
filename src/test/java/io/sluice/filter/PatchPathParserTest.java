package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.schema.AttributePath;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchPathParserTest {
    /** The path, then the URN, name, sub-attribute and the condition's tree that it must be read as. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            userName                              | `` | userName | `` | ``
            `  members  `                         | `` | members  | `` | ``
            name.familyName                       | `` | name     | familyName | ``
            members.$ref                          | `` | members  | $ref | ``
            urn:ietf:params:scim:schemas:core:2.0:User:name.familyName | urn:ietf:params:scim:schemas:core:2.0:User | name | familyName | ``
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User | manager | `` | ``
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User | manager | value | ``
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User | urn:ietf:params:scim:schemas:extension:enterprise:2.0 | User | `` | ``
            emails[type eq "work"]                | `` | emails | `` | (EQ type "work")
            emails[type eq "work"].value          | `` | emails | value | (EQ type "work")
            emails[type eq "work"].$ref           | `` | emails | $ref | (EQ type "work")
            emails[type eq "work" and value ew "example.com"].display | `` | emails | display | (and (EQ type "work") (EW value "example.com"))
            roles[primary eq "True"].value        | `` | roles | value | (EQ primary "True")
            addresses[not (type pr)]              | `` | addresses | `` | (not (PR type))
            members[value eq 2819c223-7f76-453a-919d-413861904646] | `` | members | `` | (EQ value "2819c223-7f76-453a-919d-413861904646")
            urn:x:2.0:User:badges[type eq "a"].value | urn:x:2.0:User | badges | value | (EQ type "a")
            """)
    void readsPath(String path, String urn, String name, String sub, String condition) {
        PatchPath read = PatchPathParser.parse(path);

        assertThat(read.attribute()).isEqualTo(new AttributePath(urn, name, sub));
        assertThat(read.condition().map(FilterText::tree).orElse("")).isEqualTo(condition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "[",
                "]",
                "()",
                "a.",
                ".a",
                "a.b.c",
                "a b",
                "a eq \"x\"",
                "(a)",
                "\"a\"",
                "/emails/0",
                "emails[]",
                "emails[type]",
                "emails[type eq]",
                "emails[type eq \"work\"",
                "emails[type eq \"work]",
                "emails[type eq \"work\"]]",
                "emails[type eq \"work\"].",
                "emails[type eq \"work\"].a.b",
                "emails[type eq \"work\"]value",
                "emails[type eq \"work\"].value eq \"x\"",
                "emails[type eq \"work\"][type eq \"home\"]",
                "emails.value[type eq \"work\"]",
                "emails[a[b pr]]",
                "emails[urn:x:y pr]",
                "emails[value eq {}]",
                "emails[value eq 1e999999999]",
                "emails[0]",
                "not",
                "not (a pr)",
                "and",
                "\0",
                "a\ud83d",
                "emails[value eq \"\\u0000\"]"
            })
    void refusesPath(String path) {
        ScimException refusal = catchThrowableOfType(ScimException.class, () -> PatchPathParser.parse(path));

        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_PATH);
        assertThat(refusal.problem().detail()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not (", "emails[", "a.", "emails[(", "[", "emails[not ("})
    void refusesEveryDepthBeyondTheLimit(String step) {
        for (int times : new int[] {33, 1_000, 16_384, 1_000_000}) {
            assertThatThrownBy(() -> PatchPathParser.parse(step.repeat(times))).isInstanceOf(ScimException.class);
            assertThatThrownBy(() -> PatchPathParser.parse("emails[" + step.repeat(times)))
                    .isInstanceOf(ScimException.class);
        }
    }
}
