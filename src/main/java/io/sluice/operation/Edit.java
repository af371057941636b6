package io.sluice.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.patch.MembershipDelta;

/** What a request makes of a document and its members. */
record Edit(ObjectNode document, MembershipDelta members) {}
