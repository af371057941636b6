package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributeType;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterMatcherTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNode ELEMENT = json("""
            {"value": "Babs@Example.com", "type": "Work", "exact": "Abc", "primary": true, "count": 12, "ratio": 1.50,
             "since": "2011-05-13T04:42:34Z", "$ref": "../Users/1", "data": "QUJD", "tags": ["Red", "blue"]}""");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            type eq "work"                      | true
            TYPE EQ "WORK"                      | true
            type eq "home"                      | false
            type eq "Ｗork"                     | true
            type ne "home"                      | true
            type ne "WORK"                      | false
            type eq work                        | true
            type eq ""                          | false
            type eq null                        | false
            type ne null                        | true
            type pr                             | true
            value co "@example"                 | true
            value co ""                         | true
            value co "@elsewhere"               | false
            value sw "babs"                     | true
            value sw "example"                  | false
            value ew ".COM"                     | true
            value ew "babs"                     | false
            value gt "a"                        | true
            value lt "b"                        | false
            value ge "babs@example.com"         | true
            value gt "babs@example.com"         | false
            value le "BABS@EXAMPLE.COM"         | true
            exact eq "Abc"                      | true
            exact eq "abc"                      | false
            exact ne "abc"                      | true
            exact sw "A"                        | true
            exact sw "a"                        | false
            exact co "B"                        | false
            exact ew "c"                        | true
            $ref eq "../Users/1"                | true
            $REF ew "/1"                        | true
            $ref co "users"                     | false
            primary eq true                     | true
            primary eq "True"                   | true
            primary eq False                    | false
            primary ne false                    | true
            primary ne "true"                   | false
            count eq 12                         | true
            count eq 12.0                       | true
            count eq "12"                       | true
            count eq 1.2e1                      | true
            count gt 9                          | true
            count gt 100                        | false
            count ge 12                         | true
            count lt 12                         | false
            count le 12                         | true
            count ne 12                         | false
            ratio eq 1.5                        | true
            ratio gt 1.49                       | true
            since eq "2011-05-13T04:42:34Z"     | true
            since eq "2011-05-13T06:42:34+02:00" | true
            since eq "2011-05-13T04:42:34.000Z" | true
            since eq "2011-05-13T04:42:34"      | true
            since gt "2011-05-13T06:00:00+02:00" | true
            since lt "2011-05-13T04:42:34.001Z" | true
            since gt "2012-01-01T00:00:00Z"     | false
            since ne "2012-01-01T00:00:00Z"     | true
            data eq "QUJD"                      | true
            data eq "qujd"                      | false
            data sw "QU"                        | true
            tags eq "red"                       | true
            tags eq "BLUE"                      | true
            tags eq "green"                     | false
            tags ne "red"                       | false
            tags pr                             | true
            type eq "work" and primary eq true  | true
            type eq "work" and primary eq false | false
            type eq "home" or primary eq true   | true
            type eq "home" or primary eq false  | false
            not (type eq "home")                | true
            not (type eq "work" and value co "example") | false
            type eq "home" or type eq "work" and primary eq true | true
            """)
    void matchesElement(String condition, boolean expected) {
        assertThat(matches(condition, ELEMENT)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            type pr                   | false
            not (type pr)             | true
            type eq null              | true
            type ne null              | false
            type eq "x"               | false
            type ne "x"               | true
            not (type eq "x")         | true
            type co ""                | false
            type lt "x"               | false
            primary eq false          | false
            primary ne true           | true
            count lt 5                | false
            count ne 5                | true
            since lt "2012-01-01T00:00:00Z" | false
            tags pr                   | false
            tags ne "red"             | true
            """)
    void absentValueEqualsNothing(String condition, boolean expected) {
        assertThat(matches(condition, json("{}"))).isEqualTo(expected);
        assertThat(matches(
                        condition, json("{\"type\":null,\"primary\":null,\"count\":null,\"since\":null,\"tags\":[]}")))
                .isEqualTo(expected);
    }

    @Test
    void emptyStringIsNotPresent() {
        assertThat(matches("type pr", json("{\"type\":\"\"}"))).isFalse();
        assertThat(matches("type eq \"\"", json("{\"type\":\"\"}"))).isTrue();
        assertThat(matches("type eq null", json("{\"type\":\"\"}"))).isTrue();
    }

    @Test
    void valueNamesPlainElementItself() {
        AttributeDefinition tags = Attributes.simple("tags", AttributeType.STRING, true, false);

        assertThat(FilterMatcher.matches(FilterParser.parse("value eq \"RED\""), tags, json("\"red\"")))
                .isTrue();
        assertThat(FilterMatcher.matches(FilterParser.parse("value sw \"b\""), tags, json("\"red\"")))
                .isFalse();
        assertThatThrownBy(() -> FilterMatcher.matches(FilterParser.parse("type eq \"x\""), tags, json("\"red\"")))
                .hasMessage("tags has no sub-attribute type.");
    }

    @Test
    void elementOfAnotherShapeMatchesNothing() {
        assertThat(matches("type eq \"work\"", json("\"work\""))).isFalse();
        assertThat(matches("count eq 12", json("{\"count\":\"12\"}"))).isFalse();
        assertThat(matches("since gt \"2011-05-13T04:42:34Z\"", json("{\"since\":\"soon\"}")))
                .isFalse();
        assertThat(matches("type eq \"work\"", json("{\"type\":{\"value\":\"work\"}}")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour eq \"red\"",
                "colour pr",
                "type eq \"home\" and colour pr",
                "type eq \"work\" or colour pr",
                "not (colour pr)",
                "primary gt true",
                "primary le false",
                "primary co \"t\"",
                "primary eq \"yes\"",
                "primary eq 1",
                "data gt \"A\"",
                "data le \"A\"",
                "count eq \"twelve\"",
                "count eq true",
                "count co 1",
                "count eq \"1e999999999\"",
                "ratio sw 1",
                "since eq \"yesterday\"",
                "since eq \"2011-05-13\"",
                "since eq 2011",
                "since eq \"+999999-01-01T00:00:00Z\"",
                "since co \"2011\"",
                "type eq true",
                "type gt null",
                "type co null"
            })
    void refusesConditionThatDoesNotFitTheDefinition(String condition) {
        ScimException refusal = catchThrowableOfType(ScimException.class, () -> matches(condition, ELEMENT));

        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_FILTER);
    }

    private static boolean matches(String condition, JsonNode element) {
        return FilterMatcher.matches(FilterParser.parse(condition), Attributes.SAMPLES, element);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
