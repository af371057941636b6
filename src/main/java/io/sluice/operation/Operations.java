package io.sluice.operation;

import io.sluice.store.CursorKeyStore;
import io.sluice.store.ResourceStore;

/** The operations of one event loop, over one store. */
public record Operations(
        CreateResource create,
        GetResource get,
        ListResources list,
        ReplaceResource replace,
        PatchResource patch,
        DeleteResource delete) {

    /** @param maxCount the most resources of one page */
    public static Operations over(ResourceStore store, CursorKeyStore cursorKeys, int maxCount) {
        return new Operations(
                new CreateResource(store),
                new GetResource(store),
                new ListResources(store, cursorKeys, maxCount),
                new ReplaceResource(store),
                new PatchResource(store),
                new DeleteResource(store));
    }
}
