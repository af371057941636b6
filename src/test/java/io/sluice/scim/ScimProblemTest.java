package io.sluice.scim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScimProblemTest {
    @Test
    void theClientIsToldItsOwnWordsAndTheLogIsNot() {
        ScimProblem problem =
                ScimProblem.invalidPath("A User has no attribute ….").echoing("shoeSize");

        assertThat(problem.detail()).isEqualTo("A User has no attribute shoeSize.");
        assertThat(problem.message().path("detail").textValue()).isEqualTo(problem.detail());
        assertThat(problem.logged()).isEqualTo("A User has no attribute ….");
        assertThat(problem.reason()).isEqualTo(Reason.INVALID_PATH);
    }

    @Test
    void whatIsNoWordOfTheClientIsLoggedAsItIsTold() {
        assertThat(ScimProblem.uniqueness("userName").logged())
                .isEqualTo(ScimProblem.uniqueness("userName").detail());
    }

    @Test
    void aLongWordIsToldByItsBeginning() {
        String told = ScimProblem.invalidValue("members names \"…\".")
                .echoing("x".repeat(10_000))
                .detail();

        assertThat(told).hasSizeLessThan(150).endsWith("xxx...\".");
    }
}
