package io.sluice.http;

import io.sluice.operation.MembersPage;
import io.sluice.operation.Search;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.store.MemberChunk;
import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the query parameters of RFC 7644 section 3.4.2; others, such as Entra's {@code aadOptscim062020}, are ignored. */
final class QueryParameters {
    private static final String ATTRIBUTES = "attributes";
    private static final String EXCLUDED_ATTRIBUTES = "excludedAttributes";
    private static final List<String> LISTS = List.of(ATTRIBUTES, EXCLUDED_ATTRIBUTES);
    private static final String MEMBERS_COUNT = "membersCount";
    private static final String MEMBERS_CURSOR = "membersCursor";

    private QueryParameters() {}

    static Projection projection(MultiMap parameters, List<ResourceType> types) {
        return Projection.parse(names(parameters, ATTRIBUTES), names(parameters, EXCLUDED_ATTRIBUTES), types);
    }

    static Search search(MultiMap parameters, List<ResourceType> types) {
        return new Search(
                types,
                projection(parameters, types),
                named(parameters),
                text(parameters, "filter"),
                text(parameters, "sortBy").filter(path -> !path.isBlank()),
                text(parameters, "sortOrder").filter(order -> !order.isBlank()),
                number(parameters, "startIndex"),
                number(parameters, "count"),
                text(parameters, "cursor"));
    }

    /** The two lists of names, each behind its own. */
    private static List<String> named(MultiMap parameters) {
        List<String> named = new ArrayList<>();
        for (String list : LISTS) {
            named.add(list);
            named.addAll(names(parameters, list));
        }
        return named;
    }

    /** Whether the client named the attributes it wants, which obliges a PATCH to answer with them (RFC 7644 section 3.5.2). */
    static boolean namesAttributes(MultiMap parameters) {
        return !names(parameters, ATTRIBUTES).isEmpty();
    }

    /** An extension of ours: which of a group's members to show; empty where neither parameter is given. */
    static Optional<MembersPage> membersPage(MultiMap parameters) {
        Optional<Long> count = number(parameters, MEMBERS_COUNT);
        Optional<String> cursor = text(parameters, MEMBERS_CURSOR).filter(text -> !text.isBlank());
        if (count.isEmpty() && cursor.isEmpty()) {
            return Optional.empty();
        }
        ResourceId after = cursor.map(text -> ResourceId.parse(text)
                        .orElseThrow(() -> ScimProblem.invalidValue(
                                        MEMBERS_CURSOR + " is not one that an answer gave; begin again without it.")
                                .exception()))
                .orElse(MemberChunk.START);
        return Optional.of(new MembersPage(
                (int) Math.clamp(count.orElse((long) MembersPage.MOST), 0, MembersPage.MOST), after));
    }

    /** A Link header (RFC 8288) that leads to the members after those shown. */
    static String nextMembers(MultiMap parameters, String location, MembersPage page, ResourceId next) {
        StringBuilder link = new StringBuilder("<").append(location).append("?");
        for (String name : LISTS) {
            names(parameters, name)
                    .forEach(value -> link.append(name)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                            .append('&'));
        }
        return link.append(MEMBERS_COUNT + "=")
                .append(page.count())
                .append("&" + MEMBERS_CURSOR + "=")
                .append(next)
                .append(">; rel=\"next\"")
                .toString();
    }

    private static List<String> names(MultiMap parameters, String name) {
        if (!parameters.contains(name)) {
            return List.of();
        }
        return parameters.getAll(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static Optional<String> text(MultiMap parameters, String name) {
        Optional<String> text = Optional.ofNullable(parameters.get(name));
        if (text.isPresent() && parameters.getAll(name).size() > 1) {
            throw ScimProblem.invalidValue(name + " is given more than once.").exception();
        }
        return text;
    }

    private static Optional<Long> number(MultiMap parameters, String name) {
        return text(parameters, name).filter(text -> !text.isBlank()).map(text -> WholeNumber.parse(text, name));
    }
}
