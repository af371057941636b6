package io.sluice.operation;

import io.sluice.store.Place;

/**
 * What a page leaves behind for the next (RFC 9865).
 *
 * @param place where to go on
 * @param backward whether to go towards the start
 * @param count that the query was begun with
 * @param total how many resources matched when it was begun, so that a costly count is made once
 */
record Cursor(Place place, boolean backward, int count, long total) {}
