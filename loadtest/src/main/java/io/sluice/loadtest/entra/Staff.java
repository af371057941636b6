package io.sluice.loadtest.entra;

import java.text.Normalizer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Invents people and teams. The number decides everything; names are not only ASCII. */
final class Staff {
    private static final List<String> GIVEN = List.of(
            "Aisha", "Bruno", "Chloé", "Dagmar", "Emre", "Frida", "Gustavo", "Hana", "Ivo", "Jyoti", "Kofi", "Lene",
            "Mateo", "Nadia", "Ólafur", "Paola", "Rasmus", "Sakura", "Tomáš", "Uma", "Vera", "Wei", "Ximena", "Zoë");
    private static final List<String> FAMILY = List.of(
            "Almeida",
            "Bauer",
            "Çelik",
            "Dlamini",
            "Evans",
            "Fontaine",
            "García",
            "Horvat",
            "Ibrahim",
            "Jensen",
            "Kowalski",
            "Lindqvist",
            "Mensah",
            "Nguyen",
            "Öztürk",
            "Pereira",
            "Ruiz",
            "Sato",
            "Thompson",
            "Varga");
    private static final List<String> DEPARTMENTS =
            List.of("Accounting", "Design", "Field Service", "IT", "Operations", "Procurement", "Quality", "R&D");
    private static final List<String> TITLES =
            List.of("Associate", "Buyer", "Clerk", "Designer", "Planner", "Senior Engineer", "Team Lead", "Technician");
    private static final List<String> CITIES = List.of("Århus", "Austin", "Bern", "Cádiz", "Dakar", "Kraków", "Nagoya");

    /** Every so many people one has a plus sign in the address, which a query has to encode. */
    private static final int WITH_PLUS = 10;

    private final String domain;

    Staff(String domain) {
        this.domain = domain;
    }

    /** The number of whom has this identifier; 0 where it is none of ours. */
    static int number(String externalId) {
        return externalId.startsWith("e47a000") ? Integer.parseInt(externalId.substring(26), 16) : 0;
    }

    Person person(int number) {
        String given = pick(GIVEN, number);
        String family = pick(FAMILY, number / GIVEN.size());
        String account = ascii(given) + '.' + ascii(family) + '.' + number;
        Map<UserAttribute, String> values = new EnumMap<>(UserAttribute.class);
        values.put(UserAttribute.USER_NAME, account + '@' + domain);
        values.put(
                UserAttribute.EXTERNAL_ID,
                new UUID(0xE47A_0000_0000_4000L, 0x8000_0000_0000_0000L | number).toString());
        values.put(UserAttribute.ACTIVE, "true");
        values.put(UserAttribute.DISPLAY_NAME, given + ' ' + family);
        values.put(UserAttribute.TITLE, pick(TITLES, number / 3));
        values.put(UserAttribute.PREFERRED_LANGUAGE, "en-US");
        values.put(UserAttribute.GIVEN_NAME, given);
        values.put(UserAttribute.FAMILY_NAME, family);
        values.put(UserAttribute.FORMATTED_NAME, given + ' ' + family);
        values.put(UserAttribute.WORK_MAIL, account + (number % WITH_PLUS == 0 ? "+hr@" : "@") + domain);
        values.put(UserAttribute.WORK_PHONE, "+45 (0) " + (7_000_000 + number));
        values.put(UserAttribute.STREET, number % 150 + 1 + " Mill Lane");
        values.put(UserAttribute.LOCALITY, pick(CITIES, number / 5));
        values.put(UserAttribute.POSTAL_CODE, Integer.toString(10_000 + number % 80_000));
        values.put(UserAttribute.OFFICE, "Building " + number % 12);
        values.put(UserAttribute.EMPLOYEE_NUMBER, Integer.toString(400_000 + number));
        values.put(UserAttribute.DEPARTMENT, pick(DEPARTMENTS, number / 2));
        return new Person(values);
    }

    Team team(int number) {
        return new Team(
                new UUID(0xE47A_0001_0000_4000L, 0x8000_0000_0000_0000L | number).toString(),
                pick(DEPARTMENTS, number) + ' ' + pick(CITIES, number / 8) + ' ' + number);
    }

    /** What changes in a person's life, apart from the manager and whether the account is active: one to some attributes. */
    Person changed(Person before, RandomGenerator dice) {
        return switch (dice.nextInt(5)) {
            case 0 -> before.with(UserAttribute.TITLE, pick(TITLES, dice.nextInt(TITLES.size())) + " II");
            case 1 -> moved(before, dice);
            case 2 ->
                before.with(UserAttribute.WORK_PHONE, "+45 (0) " + dice.nextInt(1_000_000, 10_000_000))
                        .with(UserAttribute.OFFICE, "Building " + dice.nextInt(100));
            case 3 ->
                before.with(UserAttribute.STREET, dice.nextInt(1_000) + " Quay Street")
                        .with(UserAttribute.LOCALITY, pick(CITIES, dice.nextInt(CITIES.size())))
                        .with(UserAttribute.POSTAL_CODE, Integer.toString(dice.nextInt(10_000, 99_999)));
            default -> married(before, dice);
        };
    }

    Person moved(Person before, RandomGenerator dice) {
        return before.with(
                UserAttribute.DEPARTMENT,
                pick(DEPARTMENTS, dice.nextInt(DEPARTMENTS.size())) + ' ' + dice.nextInt(100));
    }

    /** The user name stays within its number, so that it stays unlike all others. */
    private static Person married(Person before, RandomGenerator dice) {
        String family = pick(FAMILY, dice.nextInt(FAMILY.size()))
                + '-'
                + before.get(UserAttribute.FAMILY_NAME).replaceFirst(".*-", "");
        String name = before.get(UserAttribute.GIVEN_NAME) + ' ' + family;
        String userName = before.get(UserAttribute.USER_NAME);
        int at = userName.indexOf('@');
        return before.with(UserAttribute.FAMILY_NAME, family)
                .with(UserAttribute.FORMATTED_NAME, name)
                .with(UserAttribute.DISPLAY_NAME, name)
                .with(
                        UserAttribute.USER_NAME,
                        userName.substring(0, at).replaceFirst("_\\d+$", "")
                                + '_'
                                + dice.nextInt(100)
                                + userName.substring(at));
    }

    private static String ascii(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z]", "")
                .toLowerCase(Locale.ROOT);
    }

    private static String pick(List<String> from, int number) {
        return from.get(number % from.size());
    }
}
