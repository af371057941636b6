package io.sluice.store.pg;

import static io.sluice.store.pg.StoreUnderTest.USER;
import static io.sluice.store.pg.StoreUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.BesideOthers;
import io.sluice.filter.FilterParser;
import io.sluice.patch.MembershipDelta;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.Chunk;
import io.sluice.store.Derived;
import io.sluice.store.ListQuery;
import io.sluice.store.ListQuery.Position;
import io.sluice.store.StoredResource;
import io.sluice.store.pg.SentStatements.Sent;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Many look-ups at the same time on one event loop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class SharedLookupsIT {
    private static final int USERS = 100;

    private final StoreUnderTest underTest = new StoreUnderTest();
    private final List<StoredResource> users = new ArrayList<>();
    private TenantId tenant = new TenantId(1);

    @BeforeAll
    void fill() {
        tenant = underTest.newTenant();
        for (int number = 0; number < USERS; number++) {
            users.add(create(tenant, "user-" + number));
        }
    }

    @BeforeEach
    void forget() {
        underTest.sent().forget();
    }

    @AfterAll
    void close() {
        underTest.close();
    }

    @Test
    void eachFindsItsOwnAndFewStatementsServeThemAll() {
        List<Optional<StoredResource>> found = underTest.together(users, user -> find(tenant, user.id()));

        assertThat(found)
                .extracting(user -> user.orElseThrow().document())
                .containsExactlyElementsOf(
                        users.stream().map(StoredResource::document).toList());
        // One goes at once and one beside it; the rest waits for these.
        assertThat(statements("find")).hasSizeLessThan(10);
    }

    @Test
    void whatIsNotThereIsNotFoundAndItsNeighboursAre() {
        List<ResourceId> ids = users.stream()
                .flatMap(user -> Stream.of(user.id(), new ResourceId(UUID.randomUUID())))
                .toList();

        List<Optional<StoredResource>> found = underTest.together(ids, id -> find(tenant, id));

        for (int number = 0; number < ids.size(); number++) {
            assertThat(found.get(number).map(StoredResource::id).stream())
                    .containsExactlyElementsOf(number % 2 == 0 ? List.of(ids.get(number)) : List.of());
        }
    }

    @Test
    void oneValueIsAskedForByManyAndFoundByEach() {
        ResourceId id = users.getFirst().id();

        assertThat(underTest.together(Collections.nCopies(USERS, id), same -> find(tenant, same)))
                .hasSize(USERS)
                .allSatisfy(found -> assertThat(found.map(StoredResource::id)).contains(id));
    }

    @Test
    void filtersOfOneShapeGoTogetherAndEachFindsItsOwn() {
        List<Chunk> found =
                underTest.together(numbers(), number -> page(tenant, "userName eq \"USER-" + number + "\""));

        for (int number = 0; number < USERS; number++) {
            assertThat(found.get(number).resources())
                    .extracting(StoredResource::id)
                    .containsExactly(users.get(number).id());
        }
        assertThat(statements("page")).hasSizeLessThan(10);
    }

    @Test
    void aFilterOfTwoValuesIsAnsweredByBoth() {
        List<Chunk> found = underTest.together(
                numbers(),
                number -> page(
                        tenant,
                        "userName eq \"user-" + number + "\" and id eq \""
                                + users.get(number - number % 2).id() + "\""));

        for (int number = 0; number < USERS; number++) {
            assertThat(found.get(number).resources()).hasSize(number % 2 == 0 ? 1 : 0);
        }
        assertThat(statements("page")).hasSizeLessThan(10);
    }

    @Test
    void tenantsNeverShareAStatement() {
        TenantId other = underTest.newTenant();
        StoredResource namesake = create(other, "user-1");
        underTest.sent().forget();

        List<List<Boolean>> found = underTest.together(
                users,
                user -> Future.all(find(tenant, user.id()), find(other, user.id()), find(other, namesake.id()))
                        .map(all -> all.<Optional<StoredResource>>list().stream()
                                .map(Optional::isPresent)
                                .toList()));

        assertThat(found).hasSize(USERS).containsOnly(List.of(true, false, true));
        UUID[] own = users.stream().map(user -> user.id().value()).toArray(UUID[]::new);
        assertThat(statements("find"))
                .filteredOn(sent -> sent.parameters().getString(0).equals(Long.toString(tenant.value())))
                .isNotEmpty()
                .allSatisfy(
                        sent -> assertThat(sent.parameters().getArrayOfUUIDs(1)).isSubsetOf(own));
        assertThat(statements("find"))
                .filteredOn(sent -> sent.parameters().getString(0).equals(Long.toString(other.value())))
                .isNotEmpty();
    }

    private static List<Integer> numbers() {
        return IntStream.range(0, USERS).boxed().toList();
    }

    private StoredResource create(TenantId of, String name) {
        return await(underTest
                .resources()
                .create(
                        of,
                        USER,
                        StoreUnderTest.document(USER, "{\"userName\": \"" + name + "\"}"),
                        MembershipDelta.NONE));
    }

    private Future<Optional<StoredResource>> find(TenantId of, ResourceId id) {
        return underTest.resources().find(of, USER, id, Derived.NONE);
    }

    private Future<Chunk> page(TenantId of, String filter) {
        return underTest
                .resources()
                .chunk(
                        of,
                        new ListQuery(
                                List.of(USER),
                                Optional.of(FilterParser.parse(filter)),
                                Optional.empty(),
                                Position.START,
                                100,
                                Derived.NONE));
    }

    private List<Sent> statements(String name) {
        return underTest.sent().all().stream()
                .filter(sent -> sent.name().equals(name))
                .toList();
    }
}
