package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.filter.FilterParser;
import io.sluice.patch.Member;
import io.sluice.patch.MembershipDelta;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import io.sluice.scim.TenantId;
import io.sluice.scim.Version;
import io.sluice.store.ListQuery.Position;
import io.sluice.store.ResourceWrite.DocumentChange;
import io.sluice.store.WriteOutcome.Written;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link ResourceStore} promises. */
@Timeout(120)
public abstract class ResourceStoreContract {
    protected static final ResourceType USER =
            BuiltInSchemas.resourceTypes().byName("User").orElseThrow();
    protected static final ResourceType GROUP =
            BuiltInSchemas.resourceTypes().byName("Group").orElseThrow();

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int RIVALS = 16;

    protected TenantId tenant = new TenantId(1);

    protected abstract ResourceStore store();

    /** A tenant with nothing in it. */
    protected abstract TenantId newTenant();

    @BeforeEach
    void takeTenant() {
        tenant = newTenant();
    }

    @Test
    void aCreatedResourceIsFoundAsItWasWritten() {
        StoredDocument document = document(USER, "{\"userName\":\"Ann\",\"title\":\"Ünïcode \\\\ \\\"quoted\\\"\"}");

        StoredResource created = await(store().create(tenant, USER, document, MembershipDelta.NONE));

        assertThat(created.document()).isEqualTo(document.json());
        assertThat(created.version()).isEqualTo(new Version(1));
        assertThat(created.documentVersion()).isEqualTo(new Version(1));
        assertThat(created.lastModified()).isEqualTo(created.created());
        assertThat(find(USER, created.id())).contains(created);
    }

    @Test
    void aResourceIsNotFoundAsAnotherTypeOrUnderAnotherId() {
        ResourceId ann = createUser("ann").id();

        assertThat(find(GROUP, ann)).isEmpty();
        assertThat(find(USER, unknown())).isEmpty();
    }

    @Test
    void aNameIsTakenWithoutRegardToCase() {
        createUser("ann");

        assertRefused(store().create(tenant, USER, user("ANN"), MembershipDelta.NONE), 409, ScimType.UNIQUENESS);
        assertThat(total(USER)).isEqualTo(1);
    }

    @Test
    void aNameIsTakenWithinItsTypeAndTenantOnly() {
        createUser("ann");

        createGroup("ann");
        await(store().create(newTenant(), USER, user("ann"), MembershipDelta.NONE));

        assertThat(total(USER)).isEqualTo(1);
    }

    @Test
    void ofManyCreatedAtOnceEachIsDoneOrRefusedForItself() {
        ResourceId ann = createUser("ann").id();
        ResourceId nobody = unknown();
        StoredDocument bob = document(
                USER,
                "{\"userName\":\"bob\",\"displayName\":\"Bob\",\"emails\":[{\"type\":\"work\",\"value\":\"bob@x\"}]}");
        MembershipDelta members = new MembershipDelta(false, Set.of(ann), Set.of());

        List<Creation> creations = await(store().createAll(
                        tenant,
                        List.of(
                                new NewResource(USER, user("ANN"), MembershipDelta.NONE),
                                new NewResource(USER, bob, MembershipDelta.NONE),
                                new NewResource(USER, user("bob"), MembershipDelta.NONE),
                                new NewResource(GROUP, group("bob"), members),
                                new NewResource(
                                        GROUP,
                                        group("lost"),
                                        new MembershipDelta(false, Set.of(ann, nobody), Set.of())))));

        assertThat(creations.stream().map(ResourceStoreContract::outcome))
                .containsExactly("409", "made", "409", "made", "400");
        StoredResource made = ((Creation.Made) creations.get(1)).resource();
        assertThat(find(USER, made.id())).contains(made);
        assertThat(((Creation.Refused) creations.getLast()).problem().detail())
                .contains(nobody.toString())
                .doesNotContain(ann.toString());
        assertThat(await(store().members(
                                        tenant,
                                        ((Creation.Made) creations.get(3))
                                                .resource()
                                                .id()))
                        .stream()
                        .map(Member::id))
                .containsExactly(ann);
        assertThat(total(USER)).isEqualTo(2);
        assertThat(total(GROUP)).isEqualTo(1);
        assertThat(filtered("emails[type eq \"work\"].value eq \"BOB@x\"", 10).resources())
                .hasSize(1);
    }

    private static String outcome(Creation creation) {
        return switch (creation) {
            case Creation.Made made -> "made";
            case Creation.Refused refused -> Integer.toString(refused.problem().status());
        };
    }

    @Test
    void ofRivalsForANameExactlyOneWins() {
        List<Future<StoredResource>> rivals = IntStream.range(0, RIVALS)
                .mapToObj(rival -> store().create(tenant, USER, user("ann"), MembershipDelta.NONE))
                .toList();

        assertThat(rivals.stream().map(ResourceStoreContract::refusal).filter(Optional::isEmpty))
                .hasSize(1);
        assertThat(rivals.stream().map(ResourceStoreContract::refusal).flatMap(Optional::stream))
                .hasSize(RIVALS - 1)
                .allSatisfy(refusal -> assertThat(refusal.problem().status()).isEqualTo(409));
        assertThat(total(USER)).isEqualTo(1);
    }

    @Test
    void ofRivalsForARenameExactlyOneWins() {
        List<StoredResource> users = IntStream.range(0, RIVALS)
                .mapToObj(rival -> createUser("rival-" + rival))
                .toList();

        List<Future<WriteOutcome>> rivals = users.stream()
                .map(user -> store().write(tenant, USER, user.id(), replaced(new Version(1), user("the name"))))
                .toList();

        assertThat(rivals.stream().map(ResourceStoreContract::refusal).filter(Optional::isEmpty))
                .hasSize(1);
        assertThat(rivals.stream().map(ResourceStoreContract::refusal).flatMap(Optional::stream))
                .allSatisfy(refusal -> assertThat(refusal.problem().status()).isEqualTo(409));
    }

    @Test
    void aReplacedDocumentCountsBothVersionsUp() {
        StoredResource ann = createUser("ann");
        StoredDocument next = document(USER, "{\"userName\":\"Ann\",\"title\":\"Dr\"}");

        Written written = written(USER, ann.id(), replaced(ann.documentVersion(), next));

        assertThat(written.version()).isEqualTo(new Version(2));
        assertThat(written.documentVersion()).isEqualTo(new Version(2));
        assertThat(written.created()).isEqualTo(ann.created());
        assertThat(written.lastModified()).isAfterOrEqualTo(ann.lastModified());
        StoredResource found = find(USER, ann.id()).orElseThrow();
        assertThat(found.document()).isEqualTo(next.json());
        assertThat(found.version()).isEqualTo(written.version());
        assertThat(found.lastModified()).isEqualTo(written.lastModified());
    }

    @Test
    void anOldNameIsFreeAndANewOneTakenOnceADocumentIsReplaced() {
        StoredResource ann = createUser("ann");

        written(USER, ann.id(), replaced(ann.documentVersion(), user("anna")));

        createUser("ann");
        assertRefused(store().create(tenant, USER, user("Anna"), MembershipDelta.NONE), 409, ScimType.UNIQUENESS);
    }

    @Test
    void aRenameToATakenNameChangesNothing() {
        StoredResource ann = createUser("ann");
        createUser("bob");

        assertRefused(
                store().write(tenant, USER, ann.id(), replaced(ann.documentVersion(), user("BOB"))),
                409,
                ScimType.UNIQUENESS);
        assertThat(find(USER, ann.id())).contains(ann);
    }

    @Test
    void aDocumentMadeFromAnOlderOneIsStale() {
        StoredResource ann = createUser("ann");
        written(USER, ann.id(), replaced(ann.documentVersion(), user("ann2")));

        WriteOutcome late = await(store().write(tenant, USER, ann.id(), replaced(ann.documentVersion(), user("ann3"))));

        assertThat(late).isEqualTo(new WriteOutcome.Stale());
        assertThat(find(USER, ann.id()).orElseThrow().document())
                .isEqualTo(user("ann2").json());
    }

    @Test
    void ofRivalsThatReplaceOneDocumentOneIsWrittenAndTheOthersAreStale() {
        StoredResource ann = createUser("ann");

        List<WriteOutcome> outcomes = IntStream.range(0, RIVALS)
                .mapToObj(rival ->
                        store().write(tenant, USER, ann.id(), replaced(ann.documentVersion(), user("ann-" + rival))))
                .toList()
                .stream()
                .map(ResourceStoreContract::await)
                .toList();

        assertThat(outcomes).filteredOn(Written.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(WriteOutcome.Stale.class::isInstance).hasSize(RIVALS - 1);
        assertThat(find(USER, ann.id()).orElseThrow().version()).isEqualTo(new Version(2));
    }

    @Test
    void changedMembersLeaveTheDocumentItsVersion() {
        StoredResource group = createGroup("g");
        ResourceId ann = createUser("ann").id();

        Written written = written(GROUP, group.id(), members(Set.of(ann), Set.of()));
        WriteOutcome document =
                await(store().write(tenant, GROUP, group.id(), replaced(written.documentVersion(), group("renamed"))));

        assertThat(written.version()).isEqualTo(new Version(2));
        assertThat(written.documentVersion()).isEqualTo(new Version(1));
        assertThat(document).isInstanceOf(Written.class);
        assertThat(memberIds(group.id())).containsExactly(ann);
    }

    @Test
    void aWriteThatChangesNothingKeepsVersionAndTime() {
        ResourceId ann = createUser("ann").id();
        StoredResource group = createGroup("g", ann);

        Written none = written(GROUP, group.id(), members(Set.of(), Set.of()));
        Written present = written(GROUP, group.id(), members(Set.of(ann), Set.of()));
        Written absent = written(GROUP, group.id(), members(Set.of(), Set.of(unknown())));
        Written same = written(GROUP, group.id(), exactly(ann));

        assertThat(List.of(none, present, absent, same)).allSatisfy(written -> {
            assertThat(written.version()).isEqualTo(new Version(1));
            assertThat(written.lastModified()).isEqualTo(group.lastModified());
        });
        assertThat(find(GROUP, group.id()).orElseThrow().version()).isEqualTo(new Version(1));
    }

    @Test
    void membersJoinAndLeaveInOneWrite() {
        ResourceId ann = createUser("ann").id();
        ResourceId bob = createUser("bob").id();
        StoredResource group = createGroup("g", ann);

        written(GROUP, group.id(), members(Set.of(bob), Set.of(ann)));

        assertThat(memberIds(group.id())).containsExactly(bob);
    }

    @Test
    void replacedMembersAreExactlyThoseGiven() {
        ResourceId ann = createUser("ann").id();
        ResourceId bob = createUser("bob").id();
        ResourceId cat = createUser("cat").id();
        StoredResource group = createGroup("g", ann, bob);

        written(GROUP, group.id(), exactly(bob, cat));
        List<ResourceId> replaced = memberIds(group.id());
        written(GROUP, group.id(), exactly());

        assertThat(replaced).containsExactlyInAnyOrder(bob, cat);
        assertThat(memberIds(group.id())).isEmpty();
    }

    @Test
    void unknownMembersAreNamedAndNothingIsApplied() {
        ResourceId ann = createUser("ann").id();
        ResourceId nobody = unknown();
        StoredResource group = createGroup("g");

        ScimException add = assertRefused(
                store().write(tenant, GROUP, group.id(), members(Set.of(ann, nobody), Set.of())),
                400,
                ScimType.INVALID_VALUE);
        ScimException create = assertRefused(
                store().create(tenant, GROUP, group("h"), new MembershipDelta(false, Set.of(nobody), Set.of())),
                400,
                ScimType.INVALID_VALUE);

        assertThat(add.problem().detail()).contains(nobody.toString()).doesNotContain(ann.toString());
        assertThat(create.problem().detail()).contains(nobody.toString());
        assertThat(find(GROUP, group.id())).contains(group);
        assertThat(total(GROUP)).isEqualTo(1);
    }

    @Test
    void aWriteGoesThroughUnderAnyOfTheVersionsNamedAndUnderNoOther() {
        StoredResource ann = createUser("ann");

        assertRefused(
                store().write(
                                tenant,
                                USER,
                                ann.id(),
                                new ResourceWrite(
                                        new Precondition(List.of(7L, 9L)),
                                        new DocumentChange.Replaced(
                                                ann.documentVersion(),
                                                user("refused"),
                                                user("refused").names()),
                                        MembershipDelta.NONE)),
                412,
                ScimType.NONE);
        assertThat(find(USER, ann.id())).contains(ann);
        Written written = written(
                USER,
                ann.id(),
                new ResourceWrite(
                        new Precondition(List.of(7L, 1L)),
                        new DocumentChange.Replaced(
                                ann.documentVersion(),
                                user("applied"),
                                user("applied").names()),
                        MembershipDelta.NONE));
        assertThat(written.version()).isEqualTo(new Version(2));
    }

    @Test
    void ofRivalsUnderOneVersionExactlyOneWins() {
        StoredResource group = createGroup("g");
        List<ResourceId> users = IntStream.range(0, RIVALS)
                .mapToObj(rival -> createUser("rival-" + rival).id())
                .toList();

        List<Future<WriteOutcome>> rivals = users.stream()
                .map(user -> store().write(
                                tenant,
                                GROUP,
                                group.id(),
                                new ResourceWrite(
                                        new Precondition(List.of(1L)),
                                        new DocumentChange.Unchanged(),
                                        new MembershipDelta(false, Set.of(user), Set.of()))))
                .toList();

        assertThat(rivals.stream().map(ResourceStoreContract::refusal).flatMap(Optional::stream))
                .hasSize(RIVALS - 1)
                .allSatisfy(refusal -> assertThat(refusal.problem().status()).isEqualTo(412));
        assertThat(memberIds(group.id())).hasSize(1);
    }

    @Test
    void parallelAddsWithoutAConditionAreAllKept() {
        StoredResource group = createGroup("g");
        List<ResourceId> users = IntStream.range(0, 50)
                .mapToObj(rival -> createUser("rival-" + rival).id())
                .toList();

        users.stream()
                .map(user -> store().write(tenant, GROUP, group.id(), members(Set.of(user), Set.of())))
                .toList()
                .forEach(ResourceStoreContract::await);

        assertThat(memberIds(group.id())).containsExactlyInAnyOrderElementsOf(users);
        assertThat(find(GROUP, group.id()).orElseThrow().version()).isEqualTo(new Version(51));
    }

    @Test
    void whatIsGoneCannotBeWrittenOrDeletedAndKeepsNoName() {
        StoredResource ann = createUser("ann");

        await(store().delete(tenant, USER, ann.id(), Precondition.NONE));

        assertThat(find(USER, ann.id())).isEmpty();
        assertRefused(store().delete(tenant, USER, ann.id(), Precondition.NONE), 404, ScimType.NONE);
        assertRefused(
                store().write(tenant, USER, ann.id(), replaced(ann.documentVersion(), user("ann"))),
                404,
                ScimType.NONE);
        createUser("ann");
    }

    @Test
    void aResourceIsNotWrittenOrDeletedAsAnotherType() {
        StoredResource ann = createUser("ann");

        assertRefused(store().delete(tenant, GROUP, ann.id(), Precondition.NONE), 404, ScimType.NONE);
        assertRefused(
                store().write(tenant, GROUP, ann.id(), replaced(ann.documentVersion(), group("g"))),
                404,
                ScimType.NONE);
        assertThat(find(USER, ann.id())).contains(ann);
    }

    @Test
    void aDeleteUnderAnotherVersionIsRefused() {
        StoredResource ann = createUser("ann");

        assertRefused(store().delete(tenant, USER, ann.id(), new Precondition(List.of(2L))), 412, ScimType.NONE);
        assertThat(find(USER, ann.id())).contains(ann);
        await(store().delete(tenant, USER, ann.id(), new Precondition(List.of(1L, 2L))));
    }

    @Test
    void aDeletedUserLeavesItsGroupsWhichCountUp() {
        ResourceId ann = createUser("ann").id();
        ResourceId bob = createUser("bob").id();
        StoredResource first = createGroup("first", ann, bob);
        StoredResource second = createGroup("second", ann);
        StoredResource other = createGroup("other", bob);

        await(store().delete(tenant, USER, ann, Precondition.NONE));

        assertThat(memberIds(first.id())).containsExactly(bob);
        assertThat(memberIds(second.id())).isEmpty();
        assertThat(version(first.id())).isEqualTo(new Version(2));
        assertThat(version(second.id())).isEqualTo(new Version(2));
        assertThat(version(other.id())).isEqualTo(new Version(1));
    }

    @Test
    void aDeletedGroupTakesItsMembershipsOnBothSidesAndLeavesItsMembers() {
        ResourceId ann = createUser("ann").id();
        StoredResource inner = createGroup("inner", ann);
        StoredResource outer = createGroup("outer", inner.id(), ann);

        await(store().delete(tenant, GROUP, inner.id(), Precondition.NONE));

        assertThat(memberIds(outer.id())).containsExactly(ann);
        assertThat(version(outer.id())).isEqualTo(new Version(2));
        assertThat(find(USER, ann).orElseThrow().version()).isEqualTo(new Version(1));
        assertThat(memberIds(inner.id())).isEmpty();
    }

    @Test
    void groupsThatHoldEachOtherAndThemselvesCanBeDeleted() {
        StoredResource one = createGroup("one");
        StoredResource two = createGroup("two", one.id());
        written(GROUP, one.id(), members(Set.of(two.id(), one.id()), Set.of()));

        await(store().delete(tenant, GROUP, one.id(), Precondition.NONE));
        await(store().delete(tenant, GROUP, two.id(), Precondition.NONE));

        assertThat(total(GROUP)).isZero();
    }

    @Test
    void membersAreNamedWithTypeAndDisplay() {
        ResourceId ann = await(store().create(
                                tenant,
                                USER,
                                document(USER, "{\"userName\":\"ann\",\"displayName\":\"Ann \\\"A\\\"\"}"),
                                MembershipDelta.NONE))
                .id();
        ResourceId bob = createUser("bob").id();
        ResourceId inner = createGroup("inner").id();
        ResourceId group = createGroup("g", ann, bob, inner).id();

        assertThat(await(store().members(tenant, group)))
                .containsExactlyInAnyOrder(
                        new Member(ann, "User", "Ann \"A\""),
                        new Member(bob, "User", ""),
                        new Member(inner, "Group", "inner"));
        assertThat(await(store().members(tenant, unknown()))).isEmpty();
    }

    @Test
    void derivedAttributesAreComputedOnlyWhenAskedFor() throws JsonProcessingException {
        ResourceId ann = await(store().create(
                                tenant,
                                USER,
                                document(USER, "{\"userName\":\"ann\",\"displayName\":\"Ann \\\"A\\\"\\n\"}"),
                                MembershipDelta.NONE))
                .id();
        ResourceId group = createGroup("g", ann).id();

        JsonNode members = derived(GROUP, group).path("members");
        JsonNode groups = derived(USER, ann).path("groups");

        assertThat(members).hasSize(1);
        assertThat(members.path(0).path("value").asText()).isEqualTo(ann.toString());
        assertThat(members.path(0).path("display").asText()).isEqualTo("Ann \"A\"\n");
        assertThat(members.path(0).path("type").asText()).isEqualTo("User");
        assertThat(members.path(0).path("$ref").asText()).endsWith("/Users/" + ann);
        assertThat(groups).hasSize(1);
        assertThat(groups.path(0).path("value").asText()).isEqualTo(group.toString());
        assertThat(groups.path(0).path("display").asText()).isEqualTo("g");
        assertThat(groups.path(0).path("type").asText()).isEqualTo("direct");
        assertThat(groups.path(0).path("$ref").asText()).endsWith("/Groups/" + group);
        assertThat(await(store().find(tenant, GROUP, group, Derived.NONE))
                        .orElseThrow()
                        .derived())
                .isEmpty();
        assertThat(await(store().find(tenant, USER, ann, Derived.NONE))
                        .orElseThrow()
                        .derived())
                .isEmpty();
    }

    @Test
    void aListComesInTheOrderOfCreationPageByPage() {
        List<ResourceId> created = IntStream.rangeClosed(1, 7)
                .mapToObj(n -> createUser("user-" + n).id())
                .toList();

        assertThat(page(1, 3).resources())
                .extracting(StoredResource::id)
                .containsExactlyElementsOf(created.subList(0, 3));
        assertThat(page(4, 3).resources())
                .extracting(StoredResource::id)
                .containsExactlyElementsOf(created.subList(3, 6));
        assertThat(page(7, 3).resources()).extracting(StoredResource::id).containsExactly(created.get(6));
    }

    @Test
    void aPageTellsTheTotalWhereverItStarts() {
        IntStream.rangeClosed(1, 5).forEach(n -> createUser("user-" + n));

        assertThat(page(1, 2).totalResults()).isEqualTo(5);
        assertThat(page(1, 100).totalResults()).isEqualTo(5);
        assertThat(page(4, 2).totalResults()).isEqualTo(5);
        assertThat(page(6, 2)).isEqualTo(new Page(5, List.of()));
        assertThat(page(1_000_000_000_000L, 2)).isEqualTo(new Page(5, List.of()));
        assertThat(page(1, 0)).isEqualTo(new Page(5, List.of()));
    }

    @Test
    void aListOfSeveralTypesHoldsThemAll() {
        ResourceId ann = createUser("ann").id();
        ResourceId group = createGroup("g", ann).id();

        Page page = await(list(
                tenant,
                new ListQuery(
                        List.of(USER, GROUP), Optional.empty(), Optional.empty(), Position.START, 10, Derived.ALL)));

        assertThat(page.totalResults()).isEqualTo(2);
        assertThat(page.resources()).extracting(StoredResource::id).containsExactly(ann, group);
        assertThat(page.resources()).extracting(StoredResource::type).containsExactly("User", "Group");
    }

    @Test
    void aFilteredListFindsThoseAloneAndTheirTotal() {
        ResourceId ann = createUser("ann").id();
        createUser("bob");
        createUser("annabel");

        assertThat(filtered("userName eq \"ANN\"", 10).resources())
                .extracting(StoredResource::id)
                .containsExactly(ann);
        assertThat(filtered("userName sw \"Ann\"", 1).totalResults()).isEqualTo(2);
        assertThat(filtered("userName sw \"Ann\"", 1).resources()).hasSize(1);
        assertThat(filtered("userName eq \"nobody\"", 10)).isEqualTo(new Page(0, List.of()));
    }

    @Test
    void indexedValuesFollowTheDocument() {
        StoredResource ann = await(store().create(
                        tenant,
                        USER,
                        document(USER, "{\"userName\":\"ann\",\"emails\":[{\"type\":\"work\",\"value\":\"a@old\"}]}"),
                        MembershipDelta.NONE));
        StoredDocument next =
                document(USER, "{\"userName\":\"ann\",\"emails\":[{\"type\":\"work\",\"value\":\"a@new\"}]}");

        written(USER, ann.id(), replaced(ann.documentVersion(), next));

        assertThat(filtered("emails[type eq \"work\"].value eq \"A@new\"", 10).totalResults())
                .isEqualTo(1);
        assertThat(filtered("emails.value eq \"a@old\"", 10).totalResults()).isZero();
    }

    @Test
    void twoTenantsNeverMeet() {
        TenantId other = newTenant();
        ResourceId ann = createUser("ann").id();
        StoredResource group = createGroup("g", ann);

        assertThat(await(store().find(other, USER, ann, Derived.ALL))).isEmpty();
        assertThat(await(store().members(other, group.id()))).isEmpty();
        assertThat(await(list(other, query(USER, 1, 10)))).isEqualTo(new Page(0, List.of()));
        assertRefused(store().write(other, USER, ann, replaced(new Version(1), user("stolen"))), 404, ScimType.NONE);
        assertRefused(store().delete(other, USER, ann, Precondition.NONE), 404, ScimType.NONE);
        assertRefused(store().write(other, GROUP, group.id(), members(Set.of(), Set.of(ann))), 404, ScimType.NONE);
        ScimException foreignMember = assertRefused(
                store().create(other, GROUP, group("h"), new MembershipDelta(false, Set.of(ann), Set.of())),
                400,
                ScimType.INVALID_VALUE);

        assertThat(foreignMember.problem().detail()).contains(ann.toString());
        assertThat(find(USER, ann).orElseThrow().version()).isEqualTo(new Version(1));
        assertThat(memberIds(group.id())).containsExactly(ann);
    }

    protected final StoredResource createUser(String name) {
        return await(store().create(tenant, USER, user(name), MembershipDelta.NONE));
    }

    protected final StoredResource createGroup(String name, ResourceId... members) {
        return await(store().create(tenant, GROUP, group(name), new MembershipDelta(false, Set.of(members), Set.of())));
    }

    protected final Optional<StoredResource> find(ResourceType type, ResourceId id) {
        return await(store().find(tenant, type, id, Derived.NONE));
    }

    protected final Written written(ResourceType type, ResourceId id, ResourceWrite write) {
        WriteOutcome outcome = await(store().write(tenant, type, id, write));
        assertThat(outcome).isInstanceOf(Written.class);
        return (Written) outcome;
    }

    protected final List<ResourceId> memberIds(ResourceId group) {
        return await(store().members(tenant, group)).stream().map(Member::id).toList();
    }

    protected final long total(ResourceType type) {
        return await(list(tenant, query(type, 1, 0))).totalResults();
    }

    protected static StoredDocument user(String name) {
        return document(USER, MAPPER.createObjectNode().put("userName", name));
    }

    protected static StoredDocument group(String name) {
        return document(GROUP, MAPPER.createObjectNode().put("displayName", name));
    }

    protected static ResourceWrite replaced(Version base, StoredDocument document) {
        return new ResourceWrite(
                Precondition.NONE, new DocumentChange.Replaced(base, document, document.names()), MembershipDelta.NONE);
    }

    protected static ResourceWrite members(Set<ResourceId> add, Set<ResourceId> remove) {
        return new ResourceWrite(
                Precondition.NONE, new DocumentChange.Unchanged(), new MembershipDelta(false, add, remove));
    }

    protected static ResourceWrite exactly(ResourceId... members) {
        return new ResourceWrite(
                Precondition.NONE,
                new DocumentChange.Unchanged(),
                new MembershipDelta(true, Set.copyOf(Arrays.asList(members)), Set.of()));
    }

    protected static ResourceId unknown() {
        return new ResourceId(UUID.randomUUID());
    }

    protected static StoredDocument document(ResourceType type, String json) {
        try {
            return document(type, (ObjectNode) MAPPER.readTree(json));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(json, malformed);
        }
    }

    /** The refusal with which the future fails, empty where it succeeds. */
    protected static Optional<ScimException> refusal(Future<?> future) {
        try {
            await(future);
            return Optional.empty();
        } catch (ScimException refusal) {
            return Optional.of(refusal);
        }
    }

    protected static ScimException assertRefused(Future<?> future, int status, ScimType type) {
        List<ScimException> refusals = new ArrayList<>();
        assertThatThrownBy(() -> await(future)).isInstanceOfSatisfying(ScimException.class, refusal -> {
            assertThat(refusal.problem().status()).isEqualTo(status);
            assertThat(refusal.problem().scimType()).isEqualTo(type);
            refusals.add(refusal);
        });
        return refusals.getFirst();
    }

    /** Waits for the outcome; a failure is thrown as it is. */
    protected static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Version version(ResourceId group) {
        return find(GROUP, group).orElseThrow().version();
    }

    private JsonNode derived(ResourceType type, ResourceId id) throws JsonProcessingException {
        String derived =
                await(store().find(tenant, type, id, Derived.ALL)).orElseThrow().derived();
        assertThat(derived).startsWith(",");
        return MAPPER.readTree("{" + derived.substring(1) + "}");
    }

    private Page page(long startIndex, int count) {
        return await(list(tenant, query(USER, startIndex, count)));
    }

    private Page filtered(String filter, int count) {
        return await(list(
                tenant,
                new ListQuery(
                        List.of(USER),
                        Optional.of(FilterParser.parse(filter)),
                        Optional.empty(),
                        Position.START,
                        count,
                        Derived.NONE)));
    }

    /** A page and the total beside it. */
    private record Page(long totalResults, List<StoredResource> resources) {}

    private Future<Page> list(TenantId of, ListQuery query) {
        Future<Chunk> chunk = query.count() == 0 ? Future.succeededFuture(Chunk.EMPTY) : store().chunk(of, query);
        return chunk.compose(found -> store().total(of, query).map(total -> new Page(total, found.resources())));
    }

    private static ListQuery query(ResourceType type, long startIndex, int count) {
        return new ListQuery(
                List.of(type), Optional.empty(), Optional.empty(), new Position.Index(startIndex), count, Derived.NONE);
    }

    private static StoredDocument document(ResourceType type, ObjectNode document) {
        return StoredDocuments.of(type, document);
    }
}
