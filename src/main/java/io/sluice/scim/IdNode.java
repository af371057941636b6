package io.sluice.scim;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;

/** A text that is the id of a resource, kept as such: of a hundred thousand, each as text would take twice the memory. */
public final class IdNode extends ValueNode {
    private static final long serialVersionUID = 1L;

    private final transient ResourceId id;

    private IdNode(ResourceId id) {
        this.id = id;
    }

    /** The same text; itself where it is not exactly how an id is written. */
    static JsonNode of(JsonNode text) {
        return ResourceId.parse(text.textValue())
                .filter(id -> id.toString().equals(text.textValue()))
                .<JsonNode>map(IdNode::new)
                .orElse(text);
    }

    public ResourceId id() {
        return id;
    }

    @Override
    public JsonNodeType getNodeType() {
        return JsonNodeType.STRING;
    }

    @Override
    public JsonToken asToken() {
        return JsonToken.VALUE_STRING;
    }

    @Override
    public String textValue() {
        return id.toString();
    }

    @Override
    public String asText() {
        return textValue();
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeString(textValue());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdNode node ? id.equals(node.id) : other instanceof TextNode && other.equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    private TextNode text() {
        return TextNode.valueOf(textValue());
    }
}
