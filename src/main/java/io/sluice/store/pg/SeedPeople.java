package io.sluice.store.pg;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Invented users and groups as a client would send them. The number decides everything, so that a test knows the 4711th user's name. */
final class SeedPeople {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final List<String> GIVEN = List.of(
            "Ada", "Bram", "Chiara", "Dmitri", "Elif", "Femi", "Grace", "Hiro", "Inés", "Jürgen", "Kavya", "Liam",
            "Mei", "Noor", "Oskar", "Priya", "Quentin", "Rosa", "Sven", "Tariq", "Ulla", "Viktor", "Wanda", "Xavi",
            "Yara", "Zofia", "Amara", "Björn", "Carmen", "Diego", "Emeka");
    private static final List<String> FAMILY = List.of(
            "Abbott",
            "Becker",
            "Castillo",
            "Dubois",
            "Eriksson",
            "Fischer",
            "García",
            "Haddad",
            "Ivanova",
            "Jansen",
            "Kowalski",
            "Lindqvist",
            "Moreau",
            "Nakamura",
            "Okafor",
            "Petrov",
            "Quispe",
            "Rossi",
            "Schäfer",
            "Tanaka",
            "Ueda",
            "Vogel",
            "Williams",
            "Xu",
            "Yılmaz",
            "Zhang",
            "Andersson",
            "Brown",
            "Costa",
            "Danso",
            "Endo",
            "Fernandes",
            "Gupta",
            "Hansen",
            "Ito",
            "Johnson",
            "Khan");
    private static final List<String> DEPARTMENTS = List.of(
            "Engineering", "Finance", "Legal", "Logistics", "Marketing", "People", "Research", "Sales", "Support");
    private static final List<String> TITLES = List.of(
            "Analyst", "Architect", "Assistant", "Consultant", "Director", "Engineer", "Lead", "Manager", "Specialist");
    private static final List<String> CITIES = List.of(
            "Berlin", "Lagos", "Lima", "Lyon", "Malmö", "Osaka", "Porto", "Pune", "Seattle", "Toronto", "Turin");

    /** Every so many users one is no longer active, has a second address, or has no manager. */
    private static final int LEFT = 50;

    private static final int SECOND_ADDRESS = 5;

    private SeedPeople() {}

    static ObjectNode user(int number, String domain, Optional<UUID> manager) {
        String given = pick(GIVEN, number);
        String family = pick(FAMILY, number / GIVEN.size() + number);
        String department = pick(DEPARTMENTS, number);
        String userName = userName(number, domain);
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        user.putArray("schemas")
                .add("urn:ietf:params:scim:schemas:core:2.0:User")
                .add(ENTERPRISE);
        user.put("externalId", new UUID(0x5eed_0000_0000_4000L, 0x8000_0000_0000_0000L | number).toString());
        user.put("userName", userName);
        user.putObject("name")
                .put("formatted", given + " " + family)
                .put("givenName", given)
                .put("familyName", family);
        user.put("displayName", given + " " + family + " " + number);
        user.put("title", pick(TITLES, number / 3));
        user.put("preferredLanguage", "en-US");
        user.put("active", number % LEFT != 0);
        addresses(number, userName, user);
        ObjectNode enterprise = user.putObject(ENTERPRISE)
                .put("employeeNumber", "E" + (1_000_000 + number))
                .put("costCenter", "CC" + number % 97)
                .put("department", department);
        manager.ifPresent(id -> enterprise.putObject("manager").put("value", id.toString()));
        return user;
    }

    /** For example {@code user.17@contoso.example}. */
    static String userName(int number, String domain) {
        return "user." + number + "@" + domain;
    }

    static ObjectNode group(int number) {
        ObjectNode group = JsonNodeFactory.instance.objectNode();
        group.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:Group");
        group.put("externalId", new UUID(0x5eed_0001_0000_4000L, 0x8000_0000_0000_0000L | number).toString());
        group.put("displayName", pick(DEPARTMENTS, number) + " " + pick(CITIES, number) + " " + number);
        return group;
    }

    private static void addresses(int number, String userName, ObjectNode user) {
        var emails = user.putArray("emails");
        emails.addObject().put("value", userName).put("type", "work").put("primary", true);
        if (number % SECOND_ADDRESS == 0) {
            emails.addObject().put("value", "home." + number + "@mail.example").put("type", "home");
        }
        user.putArray("phoneNumbers")
                .addObject()
                .put("value", "+1 555 " + (1_000_000 + number))
                .put("type", "work");
        String city = pick(CITIES, number / 7);
        user.putArray("addresses")
                .addObject()
                .put("type", "work")
                .put("streetAddress", number % 200 + 1 + " Harbour Street")
                .put("locality", city)
                .put("postalCode", Integer.toString(10_000 + number % 80_000))
                .put("formatted", number % 200 + 1 + " Harbour Street, " + city);
    }

    private static String pick(List<String> from, int number) {
        return from.get(number % from.size());
    }
}
