package io.sluice.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A matcher that lets everything through would make every case pass; so it is tested from both sides. */
class ExpectedTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":1}|{\"a\":1,\"b\":2}",
                "[1,2]|[2,1]",
                "{\"<ordered>\":[1,2]}|[1,2]",
                "{\"<contains>\":[2]}|[1,2,3]",
                "{\"<size>\":2}|[1,2]",
                "{\"a\":\"<absent>\"}|{\"b\":1}",
                "{\"a\":\"<empty>\"}|{\"a\":\"\"}",
                "{\"a\":\"<empty>\"}|{\"a\":null}",
                "{\"a\":\"<empty>\"}|{}",
                "{\"a\":\"<any>\"}|{\"a\":false}",
                "\"<uuid>\"|\"2819c223-7f76-453a-919d-413861904646\"",
                "\"<timestamp>\"|\"2026-11-22T10:00:00.000Z\"",
                "\"<starts W/>\"|\"W/1\"",
                "\"<one of a b>\"|\"b\"",
                "{\"<keys>\":[\"a\"],\"a\":1}|{\"a\":1}",
            })
    void matches(String expected, String actual) throws JsonProcessingException {
        assertThat(Expected.differences(JSON.readTree(expected), JSON.readTree(actual)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":1}|{\"a\":2}",
                "{\"a\":1}|{\"A\":1}",
                "{\"a\":\"1\"}|{\"a\":1}",
                "{\"a\":\"True\"}|{\"a\":true}",
                "{\"a\":{\"b\":1}}|{\"a\":[]}",
                "[1]|[1,1]",
                "[1,1]|[1,2]",
                "[]|{}",
                "{\"<ordered>\":[1,2]}|[2,1]",
                "{\"<contains>\":[4]}|[1,2,3]",
                "{\"<size>\":2}|[1]",
                "{\"a\":\"<absent>\"}|{\"a\":null}",
                "{\"a\":\"<empty>\"}|{\"a\":\" \"}",
                "{\"a\":\"<empty>\"}|{\"a\":false}",
                "{\"a\":\"<any>\"}|{\"a\":null}",
                "\"<uuid>\"|\"1\"",
                "\"<timestamp>\"|\"2026-11-22\"",
                "\"<starts W/>\"|\"1\"",
                "\"<one of a b>\"|\"c\"",
                "{\"<keys>\":[\"a\"],\"a\":1}|{\"a\":1,\"b\":1}",
            })
    void differs(String expected, String actual) throws JsonProcessingException {
        assertThat(Expected.differences(JSON.readTree(expected), JSON.readTree(actual)))
                .isNotEmpty();
    }
}
