package io.sluice.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** One JSON object a line in the Elastic Common Schema, the key-value pairs of a line among its fields. */
final class EcsLines extends EcsEncoder {
    EcsLines(String version) {
        setServiceName("sluice");
        setServiceVersion(version);
    }

    @Override
    protected void addCustomFields(ILoggingEvent event, StringBuilder line) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> append(line, pair));
        }
    }

    private static void append(StringBuilder line, KeyValuePair pair) {
        line.append('"').append(pair.key).append("\":");
        if (pair.value instanceof Number) {
            line.append(pair.value);
        } else {
            line.append('"');
            JsonUtils.quoteAsString(String.valueOf(pair.value), line);
            line.append('"');
        }
        line.append(',');
    }
}
