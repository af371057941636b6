package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A successful answer. */
sealed interface AdminAnswer {
    record Body(int status, ObjectNode json) implements AdminAnswer {}

    /** 204. */
    record Empty() implements AdminAnswer {}
}
