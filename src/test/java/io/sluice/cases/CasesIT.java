package io.sluice.cases;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** Replays what Entra ID, Okta and others send, and what the RFCs ask of a server, as the tables say. */
class CasesIT {

    @TestFactory
    Stream<DynamicContainer> answersAsTheSourceOfEachCaseSays() {
        return CaseTable.all().stream()
                .map(table -> dynamicContainer(
                        table.name(),
                        table.cases().stream().map(one -> dynamicTest(one.name(), () -> new CaseRun(one).run()))));
    }
}
