package io.sluice.store.pg;

import static io.sluice.store.pg.FilterDirectory.GROUP;
import static io.sluice.store.pg.FilterDirectory.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.BesideOthers;
import io.sluice.filter.FilterParser;
import io.sluice.schema.AttributePath;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import io.sluice.store.ListQuery.Sort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@BesideOthers
class FilterSqlIT {
    private static final Map<UUID, String> NAMES = new LinkedHashMap<>();
    private static final UUID BABS = id(1, "babs");
    private static final UUID JOHN = id(2, "john");
    private static final UUID JOSE = id(3, "jose");
    private static final UUID MINI = id(4, "mini");
    private static final UUID GUIDES = id(11, "guides");
    private static final UUID STAFF = id(12, "staff");
    private static final UUID EMPTY = id(13, "empty");
    private static final UUID STRANGER = id(99, "stranger");

    private static FilterDirectory directory;

    @BeforeAll
    static void fill() throws Exception {
        directory = new FilterDirectory();
        String babs = """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
                 "userName": "bjensen@example.com", "externalId": "701984", "displayName": "Babs Jensen",
                 "name": {"familyName": "Jensen", "givenName": "Barbara"}, "title": "Tour Guide", "userType": "Employee", "active": true,
                 "emails": [{"value": "bjensen@example.com", "type": "work", "primary": true}, {"value": "babs@jensen.org", "type": "home"}],
                 "roles": [{"value": "admin", "primary": true}], "profileUrl": "https://login.example.com/Bjensen",
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"employeeNumber": "A701984", "department": "Tours",
                   "manager": {"value": "00000000-0000-4000-8000-000000000002"}}}
                """;
        directory.store(1, "User", BABS, "2011-05-13T04:42:34Z", 3, babs);
        directory.store(1, "User", JOHN, "2012-01-01T00:00:00Z", 1, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                 "userName": "John@Example.com", "externalId": "jyoung", "displayName": "John Smith", "userType": "Intern", "active": false,
                 "emails": [{"value": "JSMITH@example.com", "type": "Work"}, {"value": "john@other.org", "type": "home", "primary": true}],
                 "addresses": [{"type": "work", "locality": "Hollywood", "country": "US"}],
                 "urn:example:params:scim:schemas:extension:2.0:Sample": {"count": 12, "ratio": 1.50, "since": "2020-02-29T12:00:00+02:00",
                   "data": "QUJD", "tags": ["Red", "blue"], "scores": [3, 40]}}
                """);
        directory.store(1, "User", JOSE, "2013-06-01T12:00:00.123Z", 1, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                 "userName": "JOSÉ@example.com", "name": {"familyName": "O'Malley", "givenName": ""}, "title": "", "userType": "Contractor",
                 "phoneNumbers": [{"value": "tel:+1-201-555-0123", "type": "mobile"}], "emails": [], "roles": null, "locale": null,
                 "urn:example:params:scim:schemas:extension:2.0:Sample": {"count": -7, "ratio": 1e3, "since": "2021-01-01T00:00:00Z", "tags": []}}
                """);
        directory.store(1, "User", MINI, "2014-01-01T00:00:00Z", 1, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "x_%"}
                """);
        directory.store(1, "Group", GUIDES, "2011-01-01T00:00:00Z", 1, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Tour Guides", "externalId": "701984"}
                """);
        directory.store(1, "Group", STAFF, "2012-01-01T00:00:00Z", 1, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Staff"}
                """);
        directory.store(1, "Group", EMPTY, "2013-01-01T00:00:00Z", 1, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Empty"}
                """);
        directory.join(1, GUIDES, BABS, JOHN);
        directory.join(1, STAFF, GUIDES, JOSE);
        directory.store(2, "User", STRANGER, "2011-05-13T04:42:34Z", 1, babs);
    }

    @AfterAll
    static void close() throws Exception {
        directory.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            userName eq "bjensen@example.com"                       | babs
            userName eq "BJENSEN@EXAMPLE.COM"                       | babs
            userName eq "josé@example.com"                          | jose
            userName eq "JOSE\\u0301@example.com"                   | jose
            userName eq "bjensen"                                   | ``
            userName ne "bjensen@example.com"                       | john jose mini
            userName co "N@EXAMPLE"                                 | babs john
            userName co "é"                                         | jose
            userName sw "J"                                         | john jose
            userName sw "JOS"                                       | jose
            userName sw "x_"                                        | mini
            userName sw "_"                                         | ``
            userName sw ""                                          | babs john jose mini
            userName ew ".COM"                                      | babs john jose
            userName ew "%"                                         | mini
            userName gt "john@example.com"                          | jose mini
            userName ge "john@example.com"                          | john jose mini
            userName lt "JOHN@EXAMPLE.COM"                          | babs
            userName le "John@Example.com"                          | babs john
            userName pr                                             | babs john jose mini
            userName eq null                                        | ``
            urn:ietf:params:scim:schemas:core:2.0:User:userName sw "j" | john jose
            externalId eq "701984"                                  | babs
            externalId eq 701984                                    | babs
            externalId eq jyoung                                    | john
            externalId eq "JYOUNG"                                  | ``
            externalId ne "701984"                                  | john jose mini
            externalId pr                                           | babs john
            externalId eq null                                      | jose mini
            externalId ne null                                      | babs john
            externalId sw "jy"                                      | john
            externalId sw "JY"                                      | ``
            not (externalId eq "701984")                            | john jose mini
            not (externalId pr)                                     | jose mini
            id eq "00000000-0000-4000-8000-000000000001"            | babs
            id eq 00000000-0000-4000-8000-000000000002              | john
            id ne "00000000-0000-4000-8000-000000000001"            | john jose mini
            id eq "bjensen"                                         | ``
            id ne "bjensen"                                         | babs john jose mini
            id ew "3"                                               | jose
            id sw "00000000-"                                       | babs john jose mini
            id pr                                                   | babs john jose mini
            id eq "00000000-0000-4000-8000-000000000099"            | ``
            id eq "00000000-0000-4000-8000-000000000001" and manager eq 00000000-0000-4000-8000-000000000002 | babs
            id eq "00000000-0000-4000-8000-000000000001" and manager eq 00000000-0000-4000-8000-000000000003 | ``
            meta.created eq "2011-05-13T04:42:34Z"                  | babs
            meta.created eq "2011-05-13T06:42:34+02:00"             | babs
            meta.created gt "2012-01-01T00:00:00Z"                  | jose mini
            meta.created ge "2012-01-01T00:00:00Z"                  | john jose mini
            meta.created le "2012-01-01T00:00:00Z"                  | babs john
            meta.created ne "2012-01-01T00:00:00Z"                  | babs jose mini
            meta.lastModified lt "2013-01-02T00:00:00Z"             | babs john
            meta.lastModified gt "2014-06-01T12:00:00.122Z"         | jose mini
            meta.resourceType eq "User"                             | babs john jose mini
            meta.resourceType eq "Group"                            | ``
            meta.version eq "W/\\"3\\""                             | babs
            meta.location eq "https://scim.example.com/scim/v2/Users/00000000-0000-4000-8000-000000000003" | jose
            meta.location eq "/Users/00000000-0000-4000-8000-000000000003"  | jose
            meta.location eq "https://scim.example.com/scim/v2/Groups/00000000-0000-4000-8000-000000000003" | ``
            meta.location eq "00000000-0000-4000-8000-000000000003" | ``
            meta.location ew "/Users/00000000-0000-4000-8000-000000000003" | jose
            meta.location ew "0003"                                 | jose
            meta.location co "/users/"                              | ``
            meta.location co "Users/"                               | babs john jose mini
            meta pr                                                 | babs john jose mini
            meta[created gt "2012-01-01T00:00:00Z" and resourceType eq "User"] | jose mini
            schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" | babs
            schemas eq "urn:ietf:params:scim:schemas:core:2.0:User" | babs john jose mini
            schemas[value ew "enterprise:2.0:User"]                 | babs
            displayName eq "babs jensen"                            | babs
            displayName sw "BABS"                                   | babs
            displayName co "S"                                      | babs john
            displayName ew "smith"                                  | john
            displayName ne "babs jensen"                            | john jose mini
            displayName pr                                          | babs john
            displayName eq null                                     | jose mini
            displayName lt "c"                                      | babs
            name.familyName eq "jensen"                             | babs
            name.familyName co "O'Malley"                           | jose
            name.familyName co "'"                                  | jose
            name.familyName ne "Jensen"                             | john jose mini
            name.givenName pr                                       | babs
            name.givenName eq ""                                    | jose
            name pr                                                 | babs jose
            name eq null                                            | john mini
            name[familyName sw "J" and givenName pr]                | babs
            title pr                                                | babs
            title eq null                                           | john jose mini
            not (title pr)                                          | john jose mini
            title pr and userType eq "Employee"                     | babs
            title pr or userType eq "Intern"                        | babs john
            title gt "s"                                            | babs
            title sw "tour"                                         | babs
            userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org") | jose mini
            userType eq "Employee" and (emails co "example.com" or emails.value co "example.org") | babs
            locale pr                                               | ``
            profileUrl eq "https://login.example.com/Bjensen"       | babs
            profileUrl eq "https://login.example.com/bjensen"       | ``
            active eq true                                          | babs
            active eq "True"                                        | babs
            active eq False                                         | john
            active ne true                                          | john jose mini
            active pr                                               | babs john
            active eq null                                          | jose mini
            emails eq "bjensen@example.com"                         | babs
            emails.value eq "jsmith@EXAMPLE.com"                    | john
            emails co "example.com"                                 | babs john
            emails sw "JSMITH"                                      | john
            emails ew ".org"                                        | babs john
            emails ne "bjensen@example.com"                         | john jose mini
            emails pr                                               | babs john
            emails eq null                                          | jose mini
            emails.type eq "WORK"                                   | babs john
            emails.type eq "other"                                  | ``
            emails.primary eq true                                  | babs john
            emails[type eq "work"]                                  | babs john
            emails[type eq "work" and value co "@example.com"]      | babs john
            emails[type eq "work" and value eq "bjensen@example.com"] | babs
            emails[value eq "bjensen@example.com" and type eq "home"] | ``
            emails.type eq "home" and emails.value eq "bjensen@example.com" | babs
            emails[type eq "work"].value eq "jsmith@example.com"    | john
            emails[type eq "work"].value sw "JSMITH"                | john
            emails[type eq "work"].value pr                         | babs john
            emails[type eq "work"].value ne "jsmith@example.com"    | babs
            emails[type eq "other"].value pr                        | ``
            emails[type eq "work" and primary eq true]              | babs
            emails[type eq "work" and primary ne true]              | john
            emails[type eq "home" and primary eq true and value ew "other.org"] | john
            emails[not (type eq "work")]                            | babs john
            emails[type eq "work" or primary eq true]               | babs john
            emails[value eq "john@other.org" or value eq "nobody"]  | john
            emails[type pr]                                         | babs john
            emails[display eq null]                                 | babs john
            emails[display pr]                                      | ``
            not (emails[type eq "work"])                            | jose mini
            roles[primary eq "True"].value eq "admin"               | babs
            roles pr                                                | babs
            addresses[locality eq "hollywood" and country eq "us"]  | john
            addresses.country eq "US"                               | john
            addresses pr                                            | john
            phoneNumbers eq "tel:+1-201-555-0123"                   | jose
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "a701984" | babs
            employeeNumber eq "A701984"                             | babs
            employeeNumber sw "a7"                                  | babs
            employeeNumber ne "A701984"                             | john jose mini
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq "00000000-0000-4000-8000-000000000002" | babs
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq 00000000-0000-4000-8000-000000000002 | babs
            manager[value eq "00000000-0000-4000-8000-000000000002"] | babs
            manager pr                                              | babs
            manager eq null                                         | john jose mini
            department co "tour"                                    | babs
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr | babs
            urn:ietf:params:scim:schemas:core:2.0:User pr           | babs john jose mini
            groups eq "00000000-0000-4000-8000-000000000011"        | babs john
            groups.value eq "00000000-0000-4000-8000-000000000012"  | jose
            groups ne "00000000-0000-4000-8000-000000000011"        | jose mini
            groups.display eq "tour guides"                         | babs john
            groups[display sw "S" and type eq "direct"]             | jose
            groups pr                                               | babs john jose
            groups eq null                                          | mini
            groups.$ref ew "Groups/00000000-0000-4000-8000-000000000012" | jose
            groups eq "tour guides"                                 | ``
            count eq 12                                             | john
            count eq "12"                                           | john
            count ne 12                                             | babs jose mini
            count gt -8                                             | john jose
            count lt 0                                              | jose
            count ge 12.0                                           | john
            count pr                                                | john jose
            ratio eq 1.5                                            | john
            ratio ge 1000                                           | jose
            since eq "2020-02-29T10:00:00Z"                         | john
            since gt "2020-02-29T10:00:00Z"                         | jose
            since le "2021-01-01T01:00:00+01:00"                    | john jose
            since ne "2021-01-01T00:00:00Z"                         | babs john mini
            data eq "QUJD"                                          | john
            data eq "qujd"                                          | ``
            tags eq "red"                                           | john
            tags co "LU"                                            | john
            tags ne "red"                                           | babs jose mini
            tags pr                                                 | john
            tags[value sw "b"]                                      | john
            tags[value sw "b" and value sw "r"]                     | ``
            tags sw "b" and tags sw "r"                             | john
            scores gt 39                                            | john
            scores[value gt 3 and value lt 40]                      | ``
            scores gt 3 and scores lt 40                            | john
            userName sw "j" and (active eq false or title eq "")    | john jose
            userName eq "x_%" or emails eq "bjensen@example.com"    | babs mini
            id eq "nobody" or emails eq "bjensen@example.com"       | babs
            emails eq "bjensen@example.com" or displayName eq "john smith" or externalId eq "nobody" | babs john
            (userName eq "x_%" or emails.value eq "jsmith@example.com") and active eq false | john
            not (userName eq "x_%" or emails eq "bjensen@example.com") | john jose
            userName eq "x_%" or title pr or emails eq "jsmith@example.com" | babs john mini
            """)
    void findsUsers(String filter, String names) throws Exception {
        assertThat(names(directory.find(filter, USER))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            displayName eq "tour guides"                            | guides
            displayName sw "S"                                      | staff
            displayName co "t"                                      | guides staff empty
            externalId eq "701984"                                  | guides
            members eq "00000000-0000-4000-8000-000000000001"       | guides
            members.value eq "00000000-0000-4000-8000-000000000011" | staff
            members eq 00000000-0000-4000-8000-000000000004         | ``
            members eq "nobody"                                     | ``
            members ne "00000000-0000-4000-8000-000000000001"       | staff empty
            id eq "00000000-0000-4000-8000-000000000011" and members eq "00000000-0000-4000-8000-000000000002" | guides
            members[value eq "00000000-0000-4000-8000-000000000003"] | staff
            members[value eq "00000000-0000-4000-8000-000000000003" and type eq "User"] | staff
            members[value eq "00000000-0000-4000-8000-000000000003" and type eq "Group"] | ``
            members.type eq "group"                                 | staff
            members.display eq "BABS JENSEN"                        | guides
            members[display sw "John"]                              | guides
            members[not (display pr)]                               | staff
            members[type eq "Group"].display co "guide"             | staff
            members.$ref eq "https://x.example/scim/v2/Users/00000000-0000-4000-8000-000000000003" | staff
            members.$ref eq "https://x.example/scim/v2/Groups/00000000-0000-4000-8000-000000000003" | ``
            members.$ref co "Groups/"                               | staff
            members pr                                              | guides staff
            not (members pr)                                        | empty
            members eq null                                         | empty
            members.value pr                                        | guides staff
            meta.created gt "2012-01-01T00:00:00Z"                  | empty
            """)
    void findsGroups(String filter, String names) throws Exception {
        assertThat(names(directory.find(filter, GROUP))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            externalId eq "701984"                                  | babs guides
            displayName sw "b"                                      | babs
            displayName co "s"                                      | babs john guides staff
            userName sw "j"                                         | john jose
            userName pr                                             | babs john jose mini
            not (userName pr)                                       | guides staff empty
            userName ne "bjensen@example.com"                       | john jose mini guides staff empty
            userName eq null                                        | guides staff empty
            userName ne null                                        | babs john jose mini
            members pr                                              | guides staff
            members[value eq "00000000-0000-4000-8000-000000000001"] | guides
            displayName eq "babs jensen" or displayName eq "staff"  | babs staff
            displayName eq "staff"                                  | staff
            emails eq "jsmith@example.com" or members eq "00000000-0000-4000-8000-000000000003" | john staff
            members.value eq "00000000-0000-4000-8000-000000000001" or emails[type eq "work"] | babs john guides
            meta.resourceType eq "User"                             | babs john jose mini
            meta.resourceType eq "Group" and displayName sw "t"     | guides
            id eq "00000000-0000-4000-8000-000000000013"            | empty
            nonsense eq "x"                                         | ``
            nonsense[value eq "x"]                                  | ``
            not (nonsense pr)                                       | babs john jose mini guides staff empty
            emails[colour eq "red"]                                 | ``
            meta.location eq "https://x.example/Groups/00000000-0000-4000-8000-000000000013" | empty
            """)
    void findsResourcesOfSeveralTypes(String filter, String names) throws Exception {
        assertThat(names(directory.find(filter, USER, GROUP))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nonsense eq "x"                 | A User has no attribute nonsense
            name.nonsense pr                | no attribute name.nonsense
            password eq "x"                 | no attribute password
            members pr                      | A User has no attribute members
            urn:x:y:userName eq "x"         | no attribute urn:x:y:userName
            emails[colour eq "red"]         | emails has no sub-attribute colour
            groups[colour pr]               | groups has no sub-attribute colour
            manager[type eq "x" and value eq "y"] | manager has no sub-attribute type
            name eq "x"                     | name has no value of its own
            meta eq "x"                     | meta has no value of its own
            addresses co "x"                | addresses has no value of its own
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User eq "x" | has no value of its own
            userName[value eq "x"]          | no elements to choose from
            active gt true                  | active: a value of type boolean does not have the operator gt
            active le "false"               | does not have the operator le
            active eq "yes"                 | active: expected true or false
            active co true                  | does not have the operator co
            userName eq true                | userName: expected a string
            data gt "a"                     | a value of type binary does not have the operator gt
            x509Certificates lt "a"         | does not have the operator lt
            meta.created eq "yesterday"     | created: expected a date and time
            meta.created sw "2011"          | does not have the operator sw
            meta.location gt "x"            | compared by eq, ne, co and ew
            count eq "many"                 | count: expected a number
            count gt null                   | null is compared by eq and ne alone
            title co null                   | null is compared by eq and ne alone
            """)
    void refusesWhatDoesNotFitTheDefinitions(String filter, String reason) {
        ScimException refusal = catchThrowableOfType(
                ScimException.class,
                () -> FilterSql.compile(FilterParser.parse(filter), List.of(USER), new SqlParameters(0)));

        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_FILTER);
        assertThat(refusal.problem().detail()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            userName eq "x"                              | true
            id eq "x"                                    | true
            externalId eq "x"                            | true
            displayName eq "x"                           | true
            emails eq "x"                                | true
            emails[type eq "work" and value eq "x"]      | true
            emails[type eq "work"].value eq "x"          | true
            emails[type eq "work" and value eq "x" and primary eq true] | true
            employeeNumber eq "x"                        | true
            manager eq "x"                               | false
            groups eq "00000000-0000-4000-8000-000000000011" | false
            meta.location eq "/Users/00000000-0000-4000-8000-000000000011" | true
            userName eq "x" and title pr                 | true
            userName eq "x" or emails eq "x"             | true
            userName eq "x" or id eq "nobody"            | true
            userName eq "x" or externalId eq "y"         | true
            emails eq "x" or displayName eq "y" or groups eq "00000000-0000-4000-8000-000000000011" | false
            (userName eq "x" or emails eq "x") and title pr | true
            userName eq "x" or title pr                  | false
            emails eq "x" or title pr                    | false
            emails eq "x" or emails sw "y"               | false
            not (userName eq "x")                        | false
            userName ne "x"                              | false
            userName sw "x"                              | false
            emails sw "x"                                | false
            emails[type eq "work"]                       | false
            title eq "x"                                 | false
            meta.resourceType eq "User"                  | false
            meta.created eq "2011-05-13T04:42:34Z"       | false
            externalId eq null                           | false
            """)
    void knowsLookups(String filter, boolean lookup) {
        SqlPredicate predicate = FilterSql.compile(FilterParser.parse(filter), List.of(USER), new SqlParameters(0));

        assertThat(predicate.lookup()).isEqualTo(lookup);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            userName                | false | babs john jose mini
            userName                | true  | mini jose john babs
            displayName             | false | babs john jose mini
            displayName             | true  | mini jose john babs
            name.familyName         | false | babs jose john mini
            name.familyName         | true  | mini john jose babs
            emails.value            | false | babs john jose mini
            emails                  | true  | mini jose john babs
            emails.type             | false | john babs jose mini
            active                  | false | john babs jose mini
            meta.created            | true  | mini jose john babs
            externalId              | false | babs john jose mini
            externalId              | true  | mini jose john babs
            count                   | false | jose john babs mini
            count                   | true  | mini babs john jose
            ratio                   | false | john jose babs mini
            since                   | false | john jose babs mini
            id                      | true  | mini jose john babs
            meta.location           | false | babs john jose mini
            manager.value           | false | babs john jose mini
            """)
    void sortsUsers(String path, boolean descending, String names) throws Exception {
        AttributePath attribute = AttributePath.parse(path).orElseThrow();

        assertThat(names(directory.sorted(new Sort(attribute, descending), USER)))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            displayName             | babs empty john staff guides jose mini
            userName                | babs john jose mini guides staff empty
            meta.created            | guides babs john staff empty jose mini
            """)
    void sortsResourcesOfSeveralTypes(String path, String names) throws Exception {
        AttributePath attribute = AttributePath.parse(path).orElseThrow();

        assertThat(names(directory.sorted(new Sort(attribute, false), USER, GROUP)))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "name",
                "meta",
                "manager",
                "groups",
                "groups.display",
                "addresses",
                "urn:ietf:params:scim:schemas:core:2.0:User"
            })
    void refusesToSortByWhatHasNoOrder(String path) {
        Sort sort = new Sort(AttributePath.parse(path).orElseThrow(), false);

        ScimException refusal = catchThrowableOfType(
                ScimException.class, () -> SortSql.order(Optional.of(sort), List.of(USER), new SqlParameters(0)));

        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_PATH);
    }

    @Test
    void valuesNeverBecomeSqlText() {
        String value = "x'); DROP TABLE sluice.resource; --";
        SqlParameters parameters = new SqlParameters(2);
        for (String path :
                List.of("userName", "title", "emails", "emails.type", "tags", "groups.display", "meta.version")) {
            String sql = FilterSql.compile(
                            FilterParser.parse(path + " eq \"" + value + "\""), List.of(USER), parameters)
                    .sql();

            assertThat(sql).doesNotContain("DROP");
        }
        assertThat(parameters.values()).contains(value);
    }

    @Test
    void equalValuesShareAPlaceholder() {
        SqlParameters parameters = new SqlParameters(2);

        String sql = FilterSql.compile(
                        FilterParser.parse("title eq \"x\" or nickName eq \"x\""), List.of(USER), parameters)
                .sql();

        assertThat(parameters.values()).containsExactly("x");
        assertThat(sql).contains("$3::text").doesNotContain("$4");
    }

    @Test
    void findsByFilterOfAsManyTermsAsAreRead() throws Exception {
        String filter = IntStream.range(0, 511)
                .mapToObj(i -> "title eq \"" + i + "\"")
                .collect(Collectors.joining(" or ", "", " or title sw \"tour\""));

        assertThat(names(directory.find(filter, USER))).isEqualTo("babs");
    }

    private static String names(List<UUID> ids) {
        return ids.stream().map(NAMES::get).collect(Collectors.joining(" "));
    }

    private static UUID id(int number, String name) {
        UUID id = UUID.fromString("00000000-0000-4000-8000-%012d".formatted(number));
        NAMES.put(id, name);
        return id;
    }
}
