package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    /** Left the filter as sent, right its tree in the notation of {@link FilterText}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            userName eq "bjensen"                                   | (EQ userName "bjensen")
            userName Eq "john"                                      | (EQ userName "john")
            USERNAME eQ "john"                                      | (EQ USERNAME "john")
            a ne "x"                                                | (NE a "x")
            name.familyName co "O'Malley"                           | (CO name.familyName "O'Malley")
            userName sw "J"                                         | (SW userName "J")
            userName ew "n"                                         | (EW userName "n")
            title pr                                                | (PR title)
            title PR                                                | (PR title)
            meta.lastModified gt "2011-05-13T04:42:34Z"             | (GT meta.lastModified "2011-05-13T04:42:34Z")
            meta.lastModified ge "2011-05-13T04:42:34Z"             | (GE meta.lastModified "2011-05-13T04:42:34Z")
            meta.lastModified lt "2011-05-13T04:42:34Z"             | (LT meta.lastModified "2011-05-13T04:42:34Z")
            meta.lastModified LE "2011-05-13T04:42:34Z"             | (LE meta.lastModified "2011-05-13T04:42:34Z")
            title pr and userType eq "Employee"                     | (and (PR title) (EQ userType "Employee"))
            title pr or userType eq "Intern"                        | (or (PR title) (EQ userType "Intern"))
            schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" | (EQ schemas "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")
            a pr and (b co "x.com" or c co "y.org")                 | (and (PR a) (or (CO b "x.com") (CO c "y.org")))
            a pr and not (b co "x" or c co "y")                     | (and (PR a) (not (or (CO b "x") (CO c "y"))))
            a pr or b pr and c pr                                   | (or (PR a) (and (PR b) (PR c)))
            a pr and b pr or c pr                                   | (or (and (PR a) (PR b)) (PR c))
            a pr and b pr or c pr and d pr                          | (or (and (PR a) (PR b)) (and (PR c) (PR d)))
            not (a pr) and b pr                                     | (and (not (PR a)) (PR b))
            not (a pr) or b pr                                      | (or (not (PR a)) (PR b))
            not (a pr and b pr)                                     | (not (and (PR a) (PR b)))
            not(a pr)                                               | (not (PR a))
            NOT (a pr) AND b pr OR c pr                             | (or (and (not (PR a)) (PR b)) (PR c))
            not (not (a pr))                                        | (not (not (PR a)))
            (a pr or b pr) and c pr                                 | (and (or (PR a) (PR b)) (PR c))
            a pr and b pr and c pr                                  | (and (PR a) (PR b) (PR c))
            a pr and (b pr and c pr)                                | (and (PR a) (PR b) (PR c))
            (a pr or b pr) or c pr                                  | (or (PR a) (PR b) (PR c))
            ((a pr))                                                | (PR a)
            ( a pr )                                                | (PR a)
            (a pr)and(b pr)                                         | (and (PR a) (PR b))
            emails[type eq "work"]                                  | [emails (EQ type "work")]
            emails[type eq "work" and value co "@example.com"]      | [emails (and (EQ type "work") (CO value "@example.com"))]
            emails[ type eq "work" ]                                | [emails (EQ type "work")]
            emails[type eq "a" or type eq "b" and primary eq true]  | [emails (or (EQ type "a") (and (EQ type "b") (EQ primary true)))]
            emails[not (type eq "work")]                            | [emails (not (EQ type "work"))]
            emails[(type pr)]                                       | [emails (PR type)]
            a pr and emails[type eq "work"] or ims[type eq "xmpp"]  | (or (and (PR a) [emails (EQ type "work")]) [ims (EQ type "xmpp")])
            not (emails[type eq "work"])                            | (not [emails (EQ type "work")])
            emails[type eq "work"].value eq "x@contoso.com"         | [emails (and (EQ type "work") (EQ value "x@contoso.com"))]
            emails[type eq "work"].value pr                         | [emails (and (EQ type "work") (PR value))]
            emails[a pr or b pr].value eq "x"                       | [emails (and (or (PR a) (PR b)) (EQ value "x"))]
            emails[a pr and b pr].value eq "x"                      | [emails (and (PR a) (PR b) (EQ value "x"))]
            emails[type eq "work"].value eq "x" and a pr            | (and [emails (and (EQ type "work") (EQ value "x"))] (PR a))
            members[value eq "1"].$ref pr                           | [members (and (EQ value "1") (PR $ref))]
            emails.value eq "x"                                     | (EQ emails.value "x")
            members.$ref eq "x"                                     | (EQ members.$ref "x")
            members.$REF pr                                         | (PR members.$REF)
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "7" | (EQ urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber "7")
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "7"  | (EQ urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value "7")
            urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "work"]                | [urn:ietf:params:scim:schemas:core:2.0:User:emails (EQ type "work")]
            URN:x:y-z_2.0:User:a-b_c$1 pr                           | (PR URN:x:y-z_2.0:User:a-b_c$1)
            http://example.com/schemas/1.0:badge eq "1"             | (EQ http://example.com/schemas/1.0:badge "1")
            active eq true                                          | (EQ active true)
            active eq True                                          | (EQ active true)
            active eq FALSE                                         | (EQ active false)
            active eq "False"                                       | (EQ active "False")
            manager eq null                                         | (EQ manager null)
            manager ne Null                                         | (NE manager null)
            n eq 0                                                  | (EQ n 0)
            n eq -0                                                 | (EQ n 0)
            n gt 12                                                 | (GT n 12)
            n le -1.50                                              | (LE n -1.50)
            n eq 1e3                                                | (EQ n 1E+3)
            n eq 2.5E-3                                             | (EQ n 0.0025)
            n eq 1e+2                                               | (EQ n 1E+2)
            n eq 007                                                | (EQ n "007")
            n eq 1.                                                 | (EQ n "1.")
            n eq .5                                                 | (EQ n ".5")
            n eq +5                                                 | (EQ n "+5")
            n eq -                                                  | (EQ n "-")
            n eq 1e                                                 | (EQ n "1e")
            externalId eq jyoung                                    | (EQ externalId "jyoung")
            id eq 54D382A4-2050-4C03-94D1-E769F1D15682              | (EQ id "54D382A4-2050-4C03-94D1-E769F1D15682")
            id eq 1 and manager eq 2819c223-7f76-453a-919d-413861904646 | (and (EQ id 1) (EQ manager "2819c223-7f76-453a-919d-413861904646"))
            (userName eq a@b.c)                                     | (EQ userName "a@b.c")
            a eq "and"                                              | (EQ a "and")
            a eq "x) or (b pr"                                      | (EQ a "x) or (b pr")
            a eq "]"                                                | (EQ a "]")
            a eq ""                                                 | (EQ a "")
            a eq "\\"\\\\\\/\\b\\f\\n\\r\\t"                        | (EQ a "\\"\\\\/\\b\\f\\n\\r\\t")
            a eq "\\u00e9\\u00C9"                                   | (EQ a "éÉ")
            a eq "\\ud83d\\ude00"                                   | (EQ a "😀")
            a eq "😀"                                               | (EQ a "😀")
            a eq"x"and b pr                                         | (and (EQ a "x") (PR b))
            """)
    void readsFilter(String filter, String tree) {
        assertThat(FilterText.tree(FilterParser.parse(filter))).isEqualTo(tree);
    }

    @Test
    void readsTabsAndLineBreaksAsSpaces() {
        assertThat(FilterText.tree(FilterParser.parse("\ta\r\neq\n\"x\"\t"))).isEqualTo("(EQ a \"x\")");
    }

    /** Left the filter, right words that its refusal must hold. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                          | At the end: expected an attribute
            `   `                       | At the end: expected an attribute
            userName                    | At the end: expected an operator
            userName eq                 | At the end: expected a value
            userName eq and a pr        | At character 13: expected a value
            userName eq or              | expected a value
            userName like "x"           | At character 10: expected an operator: eq, ne, co
            userName == "x"             | expected an operator
            userName = "x"              | expected an operator
            eq "x"                      | At character 4: expected an operator
            "x" eq userName             | At character 1: expected an attribute
            userName eq "x              | At character 13: the string that begins here has no closing quote
            userName eq "x\\"           | no closing quote
            userName eq 'x'             | expected a string in double quotes
            userName eq "\\x"           | unknown escape
            userName eq "\\             | unknown escape
            userName eq "\\u12"         | four hexadecimal digits
            userName eq "\\u12g4"       | four hexadecimal digits
            userName eq "\\u０１２３"   | four hexadecimal digits
            userName eq "\\u0000"       | NUL
            userName eq "\\ud83d"       | unpaired surrogates
            userName eq "\\ude00\\ud83d" | unpaired surrogates
            userName eq {}              | expected a string
            userName eq {"a":1}         | expected a string
            userName eq []              | a list cannot be compared
            userName eq ["a"]           | a list cannot be compared
            userName eq (a pr)          | expected a value
            n eq 1e999999999            | number in usual range
            n eq -1e-999999999          | number in usual range
            n eq 1e401                  | number in usual range
            n eq 1e99999999999999999999 | number in usual range
            userName eq "x" b pr        | At character 17: expected and, or, or the end
            userName eq John Smith      | a value with spaces stands in double quotes
            userName pr "x"             | expected and, or, or the end
            a pr and                    | At the end: expected an attribute
            a pr or or b pr             | not a logical operator
            and b pr                    | not a logical operator
            not a pr                    | ( after not
            not not (a pr)              | ( after not
            not                         | ( after not
            (a pr                       | At the end: expected and, or, or the closing )
            a pr)                       | At character 5: expected and, or
            ()                          | expected an attribute
            a pr and ()                 | expected an attribute
            emails[                     | expected an attribute
            emails[]                    | expected an attribute
            emails[type eq "work"       | closing ]
            emails[type eq "work")      | closing ]
            (emails[type eq "work"      | closing ]
            emails]                     | expected an operator
            emails[type]                | expected an operator
            emails[a[b pr]]             | brackets inside brackets
            emails[type.x eq "a"]       | named alone
            emails[urn:x:type eq "a"]   | named alone
            emails.value[type eq "a"]   | not a sub-attribute
            [type eq "a"]               | expected an attribute
            emails[type pr].            | one sub-attribute after the dot
            emails[type pr].a.b pr      | one sub-attribute after the dot
            emails[type pr].value       | expected an operator
            emails[type pr].value[a pr] | expected an operator
            emails[type pr]value pr     | expected and, or
            a.b.c eq "x"                | At character 1: expected an attribute, written as
            a. eq "x"                   | expected an attribute
            .a eq "x"                   | expected an attribute
            1a eq "x"                   | expected an attribute
            $value eq "x"               | expected an attribute
            a$%b eq "x"                 | expected an attribute
            é eq "x"                    | expected an attribute
            a,b eq "x"                  | expected an attribute
            :a eq "x"                   | expected an attribute
            urn:x: eq "x"               | expected an attribute
            urn:é:a eq "x"              | expected an attribute
            urn:ietf:params:scim:schemas:core:2.0 pr | expected an attribute
            a pr; drop table x          | expected
            """)
    void refusesFilter(String filter, String reason) {
        ScimException refusal =
                catchThrowableOfType(ScimException.class, () -> FilterParser.parse(filter == null ? "" : filter));

        assertThat(refusal.problem().status()).isEqualTo(400);
        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_FILTER);
        assertThat(refusal.problem().detail()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a eq \"\0\"", "a eq x\0y", "a eq \"\ud83d\"", "a eq \ude00x", "\0", "a\0 pr", "a eq \"x\ny\""})
    void refusesCharactersThatNoValueHolds(String filter) {
        assertThatThrownBy(() -> FilterParser.parse(filter)).isInstanceOf(ScimException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not (", "emails[", "a.", "(a pr and ", "a pr or (", "[", "not ", "\"\\"})
    void refusesEveryDepthBeyondTheLimit(String step) {
        for (int times : new int[] {33, 100, 1_000, 2_000, 16_384, 100_000, 1_000_000}) {
            assertThatThrownBy(() -> FilterParser.parse(step.repeat(times))).isInstanceOf(ScimException.class);
        }
    }

    @Test
    void acceptsDepthUpToTheLimit() {
        assertThat(FilterParser.parse("(".repeat(32) + "a pr" + ")".repeat(32))).isInstanceOf(Filter.Present.class);
        assertThat(FilterParser.parse("not (".repeat(32) + "a pr" + ")".repeat(32)))
                .isInstanceOf(Filter.Not.class);
        assertThat(FilterParser.parse("(".repeat(31) + "a[b pr]" + ")".repeat(31)))
                .isInstanceOf(Filter.ValuePath.class);
        assertThatThrownBy(() -> FilterParser.parse("(".repeat(33) + "a pr" + ")".repeat(33)))
                .hasMessageContaining("nested deeper than 32 levels");
        assertThatThrownBy(() -> FilterParser.parse("(".repeat(32) + "a[b pr]" + ")".repeat(32)))
                .hasMessageContaining("nested deeper than 32 levels");
    }

    @Test
    void countsDepthNotParentheses() {
        Filter filter = FilterParser.parse("(a pr)" + " and (a pr)".repeat(100));

        assertThat(((Filter.And) filter).terms()).hasSize(101);
    }

    @Test
    void refusesMoreTermsThanTheLimit() {
        Filter filter = FilterParser.parse("a pr" + " or a pr".repeat(511));

        assertThat(((Filter.Or) filter).terms()).hasSize(512);
        assertThatThrownBy(() -> FilterParser.parse("a pr" + " or a pr".repeat(512)))
                .hasMessageContaining("at most 512 comparisons");
    }

    @Test
    void refusesLongerTextThanTheLimit() {
        String value = "x".repeat(16_384 - "a eq \"\"".length());

        assertThat(FilterParser.parse("a eq \"" + value + "\"")).isInstanceOf(Filter.Compare.class);
        assertThatThrownBy(() -> FilterParser.parse("a eq \"" + value + "y\""))
                .hasMessageContaining("16384 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a pr and ", "(a pr) or ", "x", " ", "\\u0041", "a:", "not (a pr) and ", "(("})
    void allocatesInProportionToTheText(String part) {
        FilterLimits limits = new FilterLimits(Integer.MAX_VALUE, 32, Integer.MAX_VALUE);
        String before = part.startsWith("\\") ? "a eq \"" : "";
        allocated(() -> readOrRefuse(before + part.repeat(20_000), limits));

        long once = allocated(() -> readOrRefuse(before + part.repeat(20_000), limits));
        long twice = allocated(() -> readOrRefuse(before + part.repeat(40_000), limits));

        assertThat(twice).isLessThan(once * 5 / 2 + 100_000);
    }

    private static void readOrRefuse(String text, FilterLimits limits) {
        try {
            FilterParser.parse(text, limits);
        } catch (ScimException refused) {
            assertThat(refused.problem().scimType()).isEqualTo(ScimType.INVALID_FILTER);
        }
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void neverEchoesValues() {
        assertThatThrownBy(() -> FilterParser.parse("password eq secret-word and {hidden-word}"))
                .message()
                .doesNotContain("secret-word", "hidden-word");
    }

    @Test
    void readsBackWhatItsTreeIsWrittenAs() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Filter filter = RandomFilter.filter(random, 4);
            String text = FilterText.scim(filter);

            assertThat(FilterParser.parse(text)).as("seed %d: %s", seed, text).isEqualTo(filter);
        }
    }

    @Test
    void anyCutOrChangedTextIsReadOrRefusedNothingElse() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String signs = "()[]\"\\. \t:$-+0eE{}'not and or\0é\ud83d";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(FilterText.scim(RandomFilter.filter(random, 3)));
            for (int change = random.nextInt(4); change >= 0 && !text.isEmpty(); change--) {
                text.setCharAt(random.nextInt(text.length()), signs.charAt(random.nextInt(signs.length())));
            }
            String cut = text.substring(0, random.nextInt(text.length() + 1));
            assertReadOrRefused(seed, cut);
        }
    }

    private static void assertReadOrRefused(long seed, String text) {
        try {
            FilterParser.parse(text);
        } catch (ScimException refused) {
            assertThat(refused.problem().scimType())
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(ScimType.INVALID_FILTER);
        } catch (Throwable other) {
            throw new AssertionError("seed " + seed + ": " + text, other);
        }
    }
}
