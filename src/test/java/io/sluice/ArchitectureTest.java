package io.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.sluice.scim.TenantId;
import io.sluice.store.ResourceStore;
import java.util.Set;

/** Each room's package-info says the same in words. */
@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule roomsAreFreeOfRings =
            slices().matching("io.sluice.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule configKnowsNothingOfOurs = onlyKnows("config");

    @ArchTest
    static final ArchRule scimKnowsNothingOfOurs = onlyKnows("scim");

    @ArchTest
    static final ArchRule telemetryKnowsNothingOfOurs = onlyKnows("telemetry");

    @ArchTest
    static final ArchRule schemaKnowsScim = onlyKnows("schema", "scim");

    @ArchTest
    static final ArchRule filterKnowsScimAndSchema = onlyKnows("filter", "scim", "schema");

    @ArchTest
    static final ArchRule patchKnowsTheProtocol = onlyKnows("patch", "scim", "schema", "filter");

    @ArchTest
    static final ArchRule storeContractKnowsTheProtocol = classes()
            .that()
            .resideInAPackage("io.sluice.store")
            .should(onlyDependOn("store", "scim", "schema", "filter", "patch"));

    @ArchTest
    static final ArchRule operationsKnowTheStoreContract =
            onlyKnows("operation", "scim", "schema", "filter", "patch", "store", "telemetry");

    @ArchTest
    static final ArchRule bulkKnowsTheOperations =
            onlyKnows("bulk", "scim", "schema", "store", "operation", "telemetry");

    @ArchTest
    static final ArchRule authKnowsConfigAndTheStoreContract = onlyKnows("auth", "config", "scim", "store");

    @ArchTest
    static final ArchRule limitsKnowTheStoreContract = onlyKnows("limits", "scim", "store", "telemetry");

    @ArchTest
    static final ArchRule httpKnowsNeitherConfigNorAdministration = onlyKnows(
            "http", "scim", "schema", "filter", "patch", "store", "operation", "auth", "limits", "bulk", "telemetry");

    @ArchTest
    static final ArchRule observeKnowsConfig = onlyKnows("observe", "config", "telemetry");

    @ArchTest
    static final ArchRule administrationKnowsTheStoreContract =
            onlyKnows("admin", "config", "scim", "schema", "store", "auth", "telemetry");

    @ArchTest
    static final ArchRule administrationNeverTouchesADirectory = noClasses()
            .that()
            .resideInAPackage("io.sluice.admin..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ResourceStore.class);

    @ArchTest
    static final ArchRule protocolRoomsAreFreeOfVertx = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.sluice.scim..",
                    "io.sluice.schema..",
                    "io.sluice.filter..",
                    "io.sluice.patch..",
                    "io.sluice.limits..",
                    "io.sluice.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule operationsUseOnlyFuturesOfVertx = noClasses()
            .that()
            .resideInAPackage("io.sluice.operation..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are Vert.x other than futures",
                    type -> type.getPackageName().startsWith("io.vertx")
                            && !type.getName().startsWith("io.vertx.core.Future")
                            && !type.getName().equals("io.vertx.core.CompositeFuture")));

    @ArchTest
    static final ArchRule sqlLivesInOneRoom = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.store.pg..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "org.flywaydb..", "io.zonky..");

    /** So that a test that watches the doors sees every statement. */
    @ArchTest
    static final ArchRule statementsGoThroughTheDoors = noClasses()
            .that()
            .haveNameNotMatching("io\\.sluice\\.store\\.pg\\.(Door(\\$\\d+)?|RenewedDoor|Availability)")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "sends a statement",
                    call -> call.getTargetOwner().isAssignableTo("io.vertx.sqlclient.SqlClient")
                            && !Set.of("close", "getConnection", "begin").contains(call.getName())));

    /** It blocks, and its statements are not among those that serve a request. */
    @ArchTest
    static final ArchRule jdbcIsForTheStartAndTheSeederAlone = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Migrations")
            .and()
            .haveSimpleNameNotStartingWith("EmbeddedDatabase")
            .and()
            .haveSimpleNameNotStartingWith("ServerDataSource")
            .and()
            .haveSimpleNameNotStartingWith("Seeder")
            .and()
            .haveSimpleNameNotStartingWith("CopyText")
            .and()
            .haveSimpleNameNotStartingWith("TrigramIndexes")
            .and()
            .haveNameNotMatching("io\\.sluice\\.store\\.pg\\.ChangePartitions(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule onlyTheRootPutsPostgresqlTogether = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice", "io.sluice.store.pg..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sluice.store.pg..");

    @ArchTest
    static final ArchRule webLivesAtTheBorder = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.http..", "io.sluice.admin..", "io.sluice.observe..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.ext.web..");

    @ArchTest
    static final ArchRule metersAndTracesLiveInOneRoom = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.observe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.micrometer..",
                    "io.vertx.micrometer..",
                    "io.opentelemetry..",
                    "ch.qos.logback..",
                    "co.elastic..");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager");

    @ArchTest
    static final ArchRule parsersUseNoRegularExpressions = noClasses()
            .that()
            .resideInAnyPackage("io.sluice.filter..", "io.sluice.patch..", "io.sluice.schema..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.regex..");

    @ArchTest
    static final ArchRule nothingWaits = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(java.util.concurrent.CompletableFuture.class, "join")
            .orShould()
            .callMethod(java.util.concurrent.CompletableFuture.class, "get");

    @ArchTest
    static void theTenantIsTheFirstArgumentOfEveryCallToTheStore(
            com.tngtech.archunit.core.domain.JavaClasses imported) {
        com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods()
                .that()
                .areDeclaredIn(ResourceStore.class)
                .should(ArchConditions.have(DescribedPredicate.describe(
                        "the tenant as first parameter",
                        method -> !method.getRawParameterTypes().isEmpty()
                                && method.getRawParameterTypes().getFirst().isEquivalentTo(TenantId.class))))
                .check(imported);
    }

    private static ArchRule onlyKnows(String room, String... others) {
        String[] all = new String[others.length + 1];
        all[0] = room;
        System.arraycopy(others, 0, all, 1, others.length);
        return classes().that().resideInAPackage("io.sluice." + room + "..").should(onlyDependOn(all));
    }

    private static com.tngtech.archunit.lang.ArchCondition<JavaClass> onlyDependOn(String... rooms) {
        return ArchConditions.onlyDependOnClassesThat(DescribedPredicate.describe("are in rooms it may know", type -> {
            if (!type.getPackageName().startsWith("io.sluice")) {
                return true;
            }
            for (String room : rooms) {
                if (type.getPackageName().equals("io.sluice." + room)) {
                    return true;
                }
            }
            return false;
        }));
    }
}
