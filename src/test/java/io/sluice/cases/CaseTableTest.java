package io.sluice.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaseTableTest {
    /** What a source begins with; a case is backed by one of these. */
    private static final Set<String> PUBLISHERS = Set.of(
            "Microsoft Learn: ",
            "MicrosoftDocs/",
            "AzureAD/SCIMReferenceCode",
            "RFC ",
            "Okta: ",
            "Ping Identity: ",
            "AWS: ",
            "pranems/SCIMServer: ",
            "GitHub ",
            "Slack: ",
            "OpenID IPSIE",
            "CVE-",
            "Sluice: ");

    private final List<Case> cases =
            CaseTable.all().stream().flatMap(table -> table.cases().stream()).toList();

    @Test
    void holdsAtLeastTwoHundredCases() {
        assertThat(cases).hasSizeGreaterThanOrEqualTo(200);
    }

    @Test
    void everyCaseNamesAPublicSource() {
        assertThat(cases)
                .allSatisfy(one -> assertThat(PUBLISHERS)
                        .as(one.name() + " has the source '" + one.source() + "'")
                        .anyMatch(one.source()::startsWith));
    }

    @Test
    void noTwoCasesOfATableHaveTheSameName() {
        assertThat(cases.stream().map(one -> one.table() + ": " + one.name())).doesNotHaveDuplicates();
    }

    @Test
    void everyCaseSaysWhichStatusItExpects() {
        assertThat(cases)
                .allSatisfy(one -> assertThat(one.expect().path("status").isMissingNode())
                        .as(one.name())
                        .isFalse());
    }

    @Test
    void everyStepHasOnlyKnownMembers() {
        assertThat(cases).allSatisfy(one -> {
            if (one.request().isObject()) {
                Step.of(one.request());
            }
            one.then().forEach(Step::of);
            one.given().forEach(Step::of);
        });
    }
}
