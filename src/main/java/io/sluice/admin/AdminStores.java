package io.sluice.admin;

import io.sluice.store.ChangeStore;
import io.sluice.store.ClientDirectory;
import io.sluice.store.DefinitionStore;
import io.sluice.store.HoldStore;
import io.sluice.store.TenantProfileStore;
import io.sluice.store.TenantStore;
import io.sluice.store.UndoStore;

/** What the administration API works on. */
public record AdminStores(
        TenantStore tenants,
        TenantProfileStore profiles,
        DefinitionStore definitions,
        ClientDirectory clients,
        ChangeStore changes,
        UndoStore undo,
        HoldStore holds) {}
