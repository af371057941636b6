package io.sluice.store.pg;

import static io.sluice.store.pg.StoreUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayUnderTest;
import io.sluice.auth.Access;
import io.sluice.auth.BearerAuthentication;
import io.sluice.auth.IssuerKeys;
import io.sluice.bulk.BulkEntrance;
import io.sluice.bulk.BulkLimits;
import io.sluice.bulk.BulkVerticle;
import io.sluice.config.BearerToken;
import io.sluice.http.BaseUrl;
import io.sluice.http.HttpVerticle;
import io.sluice.patch.MembershipDelta;
import io.sluice.schema.AttributePath;
import io.sluice.schema.OwnSchema;
import io.sluice.schema.OwnType;
import io.sluice.scim.Json;
import io.sluice.scim.Reason;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.AccessOutcome;
import io.sluice.store.AccessRequest;
import io.sluice.store.Client;
import io.sluice.store.ClientDirectory;
import io.sluice.store.ClientProof;
import io.sluice.store.Definitions;
import io.sluice.store.IssuerPins;
import io.sluice.store.JobLease;
import io.sluice.store.JobState;
import io.sluice.store.JobStore;
import io.sluice.store.KeptResult;
import io.sluice.store.LogEntry;
import io.sluice.store.LogQuery;
import io.sluice.store.LoggedChange;
import io.sluice.store.MemberChunk;
import io.sluice.store.NewJob;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceWrite;
import io.sluice.store.Scope;
import io.sluice.store.TenantLimits;
import io.sluice.store.TenantProfile;
import io.sluice.store.TenantToken;
import io.sluice.store.TokenGrant;
import io.sluice.store.Undone;
import io.sluice.telemetry.Meters;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Everything a client can ask of the gateway, over a real socket, so that each statement that the product has is sent at least once. The
 * reads come last and find what the writes left.
 */
final class Rehearsal {
    private static final String TENANT = "rehearsal";
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int MAX_COUNT = 100;
    private static final BulkLimits BULK = new BulkLimits(100, MAX_BODY_BYTES, Duration.ofSeconds(10), 1);

    private static final List<String> USER_FILTERS = List.of(
            "id eq \"%1$s\"",
            "id ne \"%2$s\"",
            "id sw \"%1$s\"",
            "userName eq \"ANN\"",
            "userName ne \"nobody\"",
            "userName sw \"an\"",
            "userName co \"n\"",
            "userName ew \"nn\"",
            "userName gt \"a\" and userName le \"z\"",
            "externalId eq \"X-1\"",
            "externalId pr",
            "externalId sw \"X\"",
            "emails[type eq \"work\"].value eq \"ann@work.example\"",
            "emails[type eq \"work\" and value eq \"ann@work.example\"]",
            "emails[type eq \"work\" and value sw \"ann\" and primary eq true]",
            "emails[value ew \"example\" or type eq \"home\"]",
            "emails eq \"ann@work.example\"",
            "emails.value eq \"ann@work.example\"",
            "emails.value sw \"ann\"",
            "emails.value co \"work\"",
            "emails.value ew \"example\"",
            "emails.type eq \"work\"",
            "emails pr",
            "displayName eq \"Ann A\"",
            "displayName sw \"ann\"",
            "displayName pr",
            "title eq \"Dr\"",
            "title pr and not (title eq \"Mr\")",
            "name.familyName co \"A\"",
            "active eq true",
            "phoneNumbers[type eq \"mobile\"].value pr",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"7\"",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"%2$s\"",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value pr",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"D\"",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr",
            "groups.value eq \"%3$s\"",
            "groups[display eq \"g\"]",
            "groups.type eq \"direct\"",
            "groups.$ref co \"%3$s\"",
            "groups pr",
            "meta.resourceType eq \"User\"",
            "meta.created gt \"2011-05-13T04:42:34Z\"",
            "meta.lastModified ge \"2011-05-13T04:42:34Z\"",
            "meta.version eq \"W/\\\"2\\\"\" or userName pr",
            "meta.location ew \"/Users/%1$s\"",
            "meta.location co \"%1$s\"",
            "userName eq \"nobody\" or emails.value eq \"ann@work.example\"",
            "not (userName eq \"bob\" or externalId eq \"nothing\")");

    private static final List<String> GROUP_FILTERS = List.of(
            "id eq \"%3$s\"",
            "displayName eq \"G\"",
            "displayName sw \"g\"",
            "externalId eq \"XG\"",
            "members eq \"%1$s\"",
            "members.value eq \"%1$s\"",
            "members[value eq \"%1$s\"]",
            "id eq \"%3$s\" and members eq \"%1$s\"",
            "id eq \"%3$s\" and members[value eq \"%1$s\"]",
            "members.display co \"ann\"",
            "members[type eq \"User\" and display eq \"ann a\"]",
            "members.$ref ew \"/Users/%1$s\"",
            "members.$ref co \"%1$s\"",
            "members.type eq \"User\"",
            "members pr",
            "not (members.value eq \"%2$s\")");

    private static final List<String> SORT_KEYS = List.of(
            "userName", "id", "meta.lastModified", "meta.created", "externalId", "name.familyName", "emails", "active");

    static final IssuerPins PINS = new IssuerPins(
            IssuerPins.Use.BEARER,
            "https://issuer.example/",
            "directory",
            "audience",
            "subject",
            "",
            "https://issuer.example/keys");

    private final StoreUnderTest underTest;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String token = BearerToken.tenant();
    private String base = "";
    private UUID oauthClient = new UUID(0, 0);
    private ResourceId ann = new ResourceId(new UUID(0, 0));
    private ResourceId boss = ann;
    private ResourceId group = ann;
    private final UUID job = UUID.randomUUID();

    Rehearsal(StoreUnderTest underTest) {
        this.underTest = underTest;
    }

    /** Of a user with every indexed value, a manager, and a group. */
    ResourceId ann() {
        return ann;
    }

    ResourceId boss() {
        return boss;
    }

    /** Of a group with {@link #ann} and {@link #boss}. */
    ResourceId group() {
        return group;
    }

    UUID job() {
        return job;
    }

    byte[] digest() {
        return BearerAuthentication.sha256(token);
    }

    void run() {
        BaseUrl url = new BaseUrl(port -> "http://127.0.0.1:" + port);
        HttpVerticle.Settings settings = new HttpVerticle.Settings(
                "127.0.0.1",
                0,
                MAX_BODY_BYTES,
                MAX_COUNT,
                url,
                new BulkEntrance(BULK),
                GatewayUnderTest.wide(),
                Meters.NONE);
        String worker = await(underTest
                .vertx()
                .deployVerticle(
                        new BulkVerticle(BULK, 1, url, () -> 0, vertx -> underTest.bulk(url), Meters.NONE),
                        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
        String deployment = await(underTest
                .vertx()
                .deployVerticle(new HttpVerticle(
                        settings,
                        loop -> new HttpVerticle.Stores(
                                new PgResourceStore(underTest.doors(), StoreUnderTest.TYPES, url),
                                Access.over(
                                        new PgCredentialStore(underTest.doors()),
                                        new PgTenantProfileStore(underTest.doors()),
                                        new PgClientStore(underTest.doors()),
                                        new IssuerKeys(loop, address -> Future.failedFuture("none"), System::nanoTime)),
                                new PgCursorKeyStore(underTest.doors()),
                                RefusalQueue.start(loop, underTest.doors(), Meters.NONE)))));
        this.base = url.get();
        await(underTest.housekeeping().isReady());
        await(underTest.housekeeping().hasSecondWall());
        await(underTest.housekeeping().purge());
        await(underTest.housekeeping().schema());
        await(underTest.housekeeping().losing());
        await(underTest.housekeeping().horizon());
        await(underTest.housekeeping().backlog());
        await(underTest.housekeeping().expireRefusals(30));
        await(underTest.housekeeping().refreshStatistics());
        await(underTest.housekeeping().ensureTenant(TENANT, digest(), UUID.randomUUID()));
        administer();
        authorise();
        createAll();
        changeAll();
        deleteSome();
        inBulk();
        readAll();
        readLargeGroup();
        expect(409, "POST", "Users", "{\"userName\":\"ann\"}");
        await(underTest.vertx().undeploy(deployment));
        await(underTest.vertx().undeploy(worker));
        holdSome();
        readLog();
        undoSome();
    }

    /** From here on, a deletion counts. */
    private void holdSome() {
        PgHoldStore holds = new PgHoldStore(underTest.doors());
        TenantId tenant =
                await(new PgTenantStore(underTest.doors()).find(TENANT)).orElseThrow();
        await(holds.arm(tenant, true));
        assertThat(await(holds.decide(tenant, true))).isFalse();
        assertThat(await(holds.find(tenant)).orElseThrow().state()).isEqualTo("armed");
    }

    /** After the end of the gateway, which writes down what it refused. */
    private void readLog() {
        PgChangeStore changes = new PgChangeStore(underTest.doors());
        TenantId tenant =
                await(new PgTenantStore(underTest.doors()).find(TENANT)).orElseThrow();
        assertThat(await(changes.changes(tenant, LoggedChange.Place.START, 100)))
                .isNotEmpty();
        LogQuery all = new LogQuery(
                new LogEntry.Place(Instant.now().plusSeconds(1), 0), Instant.EPOCH, Optional.empty(), "", 100);
        assertThat(await(changes.log(tenant, all)))
                .extracting(LogEntry::reason)
                .contains(Reason.DONE.code(), Reason.UNIQUENESS.code());
        LogQuery ofAnn = new LogQuery(all.before(), all.since(), Optional.of(ann), "", 100);
        assertThat(await(changes.log(tenant, ofAnn)))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.resource()).hasValue(ann));
    }

    /** Undoes a deletion, and leaves a membership that an undo would find. */
    private void undoSome() {
        TenantId tenant =
                await(new PgTenantStore(underTest.doors()).find(TENANT)).orElseThrow();
        PgResourceStore resources = underTest.resources();
        ResourceId user = await(resources.create(
                        tenant,
                        StoreUnderTest.USER,
                        StoreUnderTest.document(StoreUnderTest.USER, "{\"userName\":\"undone\"}"),
                        MembershipDelta.NONE))
                .id();
        ResourceId team = await(resources.create(
                        tenant,
                        StoreUnderTest.GROUP,
                        StoreUnderTest.document(StoreUnderTest.GROUP, "{\"displayName\":\"undone\"}"),
                        new MembershipDelta(false, Set.of(user), Set.of())))
                .id();
        Instant since = Instant.now();
        await(resources.delete(tenant, StoreUnderTest.USER, user, Precondition.NONE));
        Undone undone = await(new PgUndoStore(underTest.vertx(), underTest.doors()).undo(tenant, since, Instant.now()));
        assertThat(undone).isEqualTo(new Undone(0, 1, 1, 0, true));
        underTest.together(
                List.of(
                        new MembershipDelta(false, Set.of(), Set.of(user)),
                        new MembershipDelta(false, Set.of(team), Set.of())),
                members -> resources.write(
                        tenant,
                        StoreUnderTest.GROUP,
                        team,
                        new ResourceWrite(Precondition.NONE, new ResourceWrite.DocumentChange.Unchanged(), members)));
        Tuple window = Tuple.of(
                Long.toString(tenant.value()),
                since.atOffset(ZoneOffset.UTC),
                Instant.now().plusSeconds(1).atOffset(ZoneOffset.UTC));
        assertThat(await(underTest.doors().scan(UndoSql.MEMBERS, window))).hasSize(1);
    }

    private void administer() {
        PgTenantStore tenants = new PgTenantStore(underTest.doors());
        TenantId tenant = await(tenants.find(TENANT)).orElseThrow();
        assertThat(await(tenants.create(
                        "another", UUID.randomUUID(), BearerAuthentication.sha256(BearerToken.tenant()))))
                .isPresent();
        TenantToken added = await(tenants.addToken(
                tenant,
                UUID.randomUUID(),
                BearerAuthentication.sha256(BearerToken.tenant()),
                new TokenGrant(Scope.ALL, Optional.empty())));
        await(new PgCredentialStore(underTest.doors()).used(Map.of(added.id(), tenant)));
        assertThat(await(tenants.revoke(tenant, added.id()))).isTrue();
        assertThat(await(tenants.after("", 10))).hasSize(2);
        assertThat(await(tenants.tokens(tenant))).hasSize(1);
        PgTenantProfileStore profiles = new PgTenantProfileStore(underTest.doors());
        await(profiles.suspend(tenant, false));
        await(profiles.limit(tenant, Optional.of(new TenantLimits(1_000, 2_000, 64))));
        await(tenants.delete(await(tenants.find("another")).orElseThrow()));
        PgDefinitionStore definitions = new PgDefinitionStore(underTest.doors());
        Definitions.Schema badge = new Definitions.Schema(
                OwnSchema.read(Json.parse(
                        "{\"id\":\"urn:example:Badge\",\"name\":\"Badge\",\"attributes\":[{\"name\":\"number\"}]}"
                                .getBytes(StandardCharsets.UTF_8))),
                false);
        OwnType type = new OwnType("Badge", "/Badges", "Badge", "urn:example:Badge", List.of());
        assertThat(await(definitions.put(tenant, 2, badge))).isTrue();
        assertThat(await(definitions.put(tenant, 2, badge))).isFalse();
        assertThat(await(definitions.put(tenant, 3, new Definitions.Type(type, false, false))))
                .isTrue();
        assertThat(await(profiles.find(tenant)).version()).isEqualTo(4);
        assertThat(await(profiles.find(tenant)).types().byName("Badge")).isPresent();
        match(tenant, definitions);
    }

    /** One attribute stays, ready; another is removed. */
    private void match(TenantId tenant, PgDefinitionStore definitions) {
        MatchingBuild build = new MatchingBuild(underTest.doors());
        assertThat(await(underTest
                                .resources()
                                .create(
                                        tenant,
                                        StoreUnderTest.USER,
                                        StoreUnderTest.document(
                                                StoreUnderTest.USER,
                                                "{\"userName\":\"long\",\"title\":\"" + "x".repeat(3_000) + "\"}"),
                                        MembershipDelta.NONE))
                        .version()
                        .number())
                .isEqualTo(1);
        for (String name : List.of("nickName", "title")) {
            Definitions.Matching attribute = new Definitions.Matching(
                    0, "User", AttributePath.of(name), Definitions.Matching.State.BUILDING, "");
            long version = await(profiles(tenant)).version();
            assertThat(await(definitions.declare(tenant, version, attribute))).isTrue();
            while (await(definitions.find(tenant))
                            .matching("User", attribute.path())
                            .orElseThrow()
                            .state()
                    == Definitions.Matching.State.BUILDING) {
                await(build.piece());
            }
        }
        Definitions known = await(definitions.find(tenant));
        assertThat(known.matching().getFirst().state()).isEqualTo(Definitions.Matching.State.READY);
        assertThat(known.matching().getLast().detail()).contains("title");
        assertThat(await(definitions.remove(
                        tenant, known.version(), known.matching().getLast())))
                .isTrue();
        // By a writer that does not know of nickName.
        await(underTest
                .resources()
                .create(
                        tenant,
                        StoreUnderTest.USER,
                        StoreUnderTest.document(StoreUnderTest.USER, "{\"userName\":\"unknowing\"}"),
                        MembershipDelta.NONE));
        while (await(build.piece())) {}
    }

    private Future<TenantProfile> profiles(TenantId tenant) {
        return new PgTenantProfileStore(underTest.doors()).find(tenant);
    }

    /** A client of the tenant with a secret, an issuer and an access token stays. */
    private void authorise() {
        PgClientDirectory directory = new PgClientDirectory(underTest.doors());
        PgClientStore clients = new PgClientStore(underTest.doors());
        TenantId tenant =
                await(new PgTenantStore(underTest.doors()).find(TENANT)).orElseThrow();
        UUID gone = await(directory.create(tenant, Scope.ALL, 3_600)).id();
        assertThat(await(directory.delete(tenant, gone))).isTrue();
        oauthClient = await(directory.create(tenant, Scope.ALL, 3_600)).id();
        for (byte[] digest : List.of(BearerAuthentication.sha256("revoked"), secretDigest())) {
            UUID secret = UUID.randomUUID();
            assertThat(await(directory.addSecret(tenant, oauthClient, secret, digest, Optional.empty())))
                    .isPresent();
            assertThat(await(directory.addIssuer(tenant, oauthClient, digest, PINS)))
                    .isInstanceOf(ClientDirectory.IssuerOutcome.Added.class);
        }
        Client listed = await(directory.clients(tenant)).getFirst();
        assertThat(await(directory.revokeSecret(
                        tenant, oauthClient, listed.secrets().getFirst().id())))
                .isTrue();
        assertThat(await(directory.revokeIssuer(
                        tenant, oauthClient, listed.issuers().getFirst().id())))
                .isTrue();
        assertThat(await(clients.client(tenant, oauthClient))).isPresent();
        assertThat(await(clients.issuers(secretDigest()))).hasSize(1);
        ClientProof proof = await(clients.secret(secretDigest())).orElseThrow();
        assertThat(await(clients.issue(
                        proof,
                        UUID.randomUUID(),
                        BearerAuthentication.sha256("access"),
                        new AccessRequest(Set.of(), "00ff", Instant.now().plusSeconds(60)))))
                .isInstanceOf(AccessOutcome.Issued.class);
    }

    /** Of a client of the tenant, with one secret and one issuer of {@link #secretDigest()}. */
    UUID oauthClient() {
        return oauthClient;
    }

    byte[] secretDigest() {
        return BearerAuthentication.sha256("a secret");
    }

    private void createAll() {
        boss = create("Users", "{\"userName\":\"boss\"}");
        for (int number = 1; number <= 3; number++) {
            create("Users", """
                    {"userName":"more%1$d","externalId":"Y-%1$d","name":{"familyName":"M%1$d"},"active":true,
                     "emails":[{"value":"more%1$d@work.example"}]}""".formatted(number));
        }
        ann = create("Users", """
                {"userName":"Ann","externalId":"X-1","displayName":"Ann A","name":{"familyName":"A"},"active":true,
                 "emails":[{"type":"work","value":"ann@work.example","primary":true}],
                 "phoneNumbers":[{"type":"mobile","value":"1"}],
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"7","department":"D",
                   "manager":{"value":"%s"}}}""".formatted(boss));
        group = create(
                "Groups",
                "{\"displayName\":\"g\",\"externalId\":\"XG\",\"members\":[{\"value\":\"%s\"}]}".formatted(ann));
        create("Groups", "{\"displayName\":\"outer\",\"members\":[{\"value\":\"%s\"}]}".formatted(group));
    }

    private void changeAll() {
        patch("Users/" + ann, replace("title", "\"Dr\""));
        patch(
                "Groups/" + group,
                "{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}".formatted(boss));
        patch("Groups/" + group, "{\"op\":\"Remove\",\"path\":\"members[display eq \\\"nobody\\\"]\"}");
        patch("Groups/" + group, replace("externalId", "\"XG\""));
        JsonObject user = new JsonObject(expect(200, "GET", "Users/" + boss, ""));
        expect(200, "PUT", "Users/" + boss, user.put("displayName", "The Boss").encode());
    }

    /** With members, a refusal, and a circle, which is a transaction. */
    private void inBulk() {
        String group =
                "{\"method\":\"POST\",\"path\":\"/Groups\",\"bulkId\":\"%s\",\"data\":{\"displayName\":\"bulk %1$s\","
                        + "\"members\":[{\"value\":\"%s\"}]}}";
        expect(
                200,
                "POST",
                "Bulk",
                "{\"Operations\":["
                        + String.join(
                                ",",
                                group.formatted("a", ann),
                                group.formatted("b", new UUID(4, 4)),
                                group.formatted("c", "bulkId:c"))
                        + "]}");
        keptBulk();
    }

    /** A request that is not waited for: every step of it, then the results, which stay. */
    private void keptBulk() {
        JobStore jobs = underTest.bulk(() -> base).jobs();
        TenantId tenant = await(new PgCredentialStore(underTest.doors()).find(digest()))
                .orElseThrow()
                .tenant();
        await(jobs.add(tenant, new NewJob(job, Buffer.buffer("{}"), 1, Scope.ALL), 10));
        JobLease lease = await(jobs.take(UUID.randomUUID())).orElseThrow().lease();
        assertThat(await(jobs.renew(lease))).isTrue();
        await(jobs.keep(lease, List.of(new KeptResult(0, Optional.of(ann), false, "{}"))));
        assertThat(await(jobs.finish(lease))).isTrue();
        assertThat(await(underTest.housekeeping().expireJob(1))).isFalse();
        assertThat(await(jobs.state(tenant, job))).contains(new JobState(1, 1, true));
        assertThat(await(jobs.results(tenant, job, -1, 10))).hasSize(1);
    }

    private void deleteSome() {
        ResourceId user = create("Users", "{\"userName\":\"leaves\"}");
        ResourceId gone =
                create("Groups", "{\"displayName\":\"goes\",\"members\":[{\"value\":\"%s\"}]}".formatted(user));
        expect(204, "DELETE", "Users/" + user, "");
        expect(204, "DELETE", "Groups/" + gone, "");
    }

    private void readAll() {
        for (String one : List.of("Users/" + ann, "Groups/" + group)) {
            expect(200, "GET", one, "");
            expect(200, "GET", one + "?attributes=id", "");
            expect(200, "GET", one + "?attributes=groups", "");
        }
        for (String all : List.of("Users", "Groups", "")) {
            found(all, "count=50");
            found(all, "count=50&attributes=id");
            found(all, "count=1&startIndex=2");
            found(all, "count=0");
            String key = all.equals("Groups") ? "displayName" : "userName";
            found(all, "sortOrder=descending&sortBy=" + key);
            found(all, "filter=" + encoded("meta.lastModified gt \"2011-05-13T04:42:34Z\"") + "&count=0");
            String search = all.isEmpty() ? ".search" : all + "/.search";
            expect(200, "POST", search, "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"]}");
        }
        SORT_KEYS.forEach(key -> found("Users", "sortBy=" + key));
        SORT_KEYS.forEach(key -> walk("Users", "sortBy=" + key));
        walk("Users", "sortOrder=descending&sortBy=userName");
        walk("Users", "filter=" + encoded("userName pr"));
        walk("", "attributes=id");
        USER_FILTERS.forEach(filter -> filtered("Users", filter));
        GROUP_FILTERS.forEach(filter -> filtered("Groups", filter));
        List.of("externalId pr", "id eq \"%1$s\" or displayName eq \"g\"", "userName eq \"ann\"")
                .forEach(filter -> filtered("", filter));
    }

    /** As a group of more members than one answer holds is read. */
    private void readLargeGroup() {
        TenantId tenant = await(new PgCredentialStore(underTest.doors()).find(digest()))
                .orElseThrow()
                .tenant();
        await(underTest.resources().memberChunk(tenant, group, MemberChunk.START, 1));
        await(underTest.resources().members(tenant, group));
    }

    /** To the third page by cursors and one back. */
    private void walk(String path, String query) {
        String paged = path + "?" + query + "&count=1&cursor=";
        String second = new JsonObject(expect(200, "GET", paged, "")).getString("nextCursor");
        String third = new JsonObject(expect(200, "GET", paged + second, "")).getString("nextCursor");
        String previous = new JsonObject(expect(200, "GET", paged + third, "")).getString("previousCursor");
        expect(200, "GET", paged + previous, "");
    }

    private void filtered(String path, String filter) {
        String query = "filter=" + encoded(filter.formatted(ann, boss, group));
        found(path, query);
        found(path, query + "&count=0");
    }

    private void found(String path, String query) {
        String answer = expect(200, "GET", path + "?" + query, "");
        assertThat(new JsonObject(answer).getInteger("totalResults"))
                .as(path + query)
                .isPositive();
    }

    private ResourceId create(String path, String body) {
        String answer = expect(201, "POST", path, body);
        return ResourceId.parse(new JsonObject(answer).getString("id")).orElseThrow();
    }

    private void patch(String path, String operation) {
        JsonArray operations = new JsonArray().add(new JsonObject(operation));
        expect(
                path.startsWith("Users") ? 200 : 204,
                "PATCH",
                path,
                new JsonObject().put("Operations", operations).encode());
    }

    private static String replace(String path, String value) {
        return "{\"op\":\"Replace\",\"path\":\"%s\",\"value\":%s}".formatted(path, value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String expect(int status, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as(method + " " + path + ": " + answer.body())
                    .isEqualTo(status);
            return answer.body();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
