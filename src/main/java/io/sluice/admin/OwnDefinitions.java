package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.scim.TenantId;
import io.sluice.store.DefinitionStore;
import io.sluice.store.Definitions;
import io.vertx.core.Future;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What a tenant defined: schemas, resource types, attributes that it matches by. */
record OwnDefinitions(KnownTenants tenants, DefinitionStore store) {
    private static final int ROUNDS = 5;

    /** An answer that shows something of them as they are. */
    Future<AdminAnswer> show(AdminRequest request, Function<Definitions, ObjectNode> shown) {
        return tenants.known(request).compose(store::find).map(known -> new AdminAnswer.Body(200, shown.apply(known)));
    }

    /** False where the definitions have changed since that version. */
    interface Write<T> {
        Future<Boolean> write(TenantId tenant, long version, T changed);
    }

    /**
     * Makes a change from what is there, holds the outcome together, and writes it; when another administrator was faster, all of that again.
     *
     * @param change from what is there; refuses by {@link ScimProblem}s or, where the definition itself is wrong, {@link IllegalArgumentException}s
     * @param with the definitions after it
     */
    <T> Future<T> apply(
            AdminRequest request,
            Function<Definitions, T> change,
            BiFunction<Definitions, T, Definitions> with,
            Write<T> write) {
        return tenants.known(request).compose(tenant -> apply(tenant, change, with, write, 1));
    }

    private <T> Future<T> apply(
            TenantId tenant,
            Function<Definitions, T> change,
            BiFunction<Definitions, T, Definitions> with,
            Write<T> write,
            int round) {
        return store.find(tenant).compose(known -> {
            T changed = held(() -> {
                T made = change.apply(known);
                with.apply(known, made).assembled();
                return made;
            });
            return write.write(tenant, known.version(), changed).compose(written -> {
                if (written) {
                    return Future.succeededFuture(changed);
                }
                return round < ROUNDS
                        ? apply(tenant, change, with, write, round + 1)
                        : Future.failedFuture(
                                conflict("The tenant's definitions are being changed by others; try again."));
            });
        });
    }

    /** What is wrong with a definition is the client's to know. */
    static <T> T held(java.util.function.Supplier<T> definition) {
        try {
            return definition.get();
        } catch (IllegalArgumentException wrong) {
            throw AdminBody.refused(String.valueOf(wrong.getMessage()));
        }
    }

    static RuntimeException conflict(String detail) {
        return new ScimProblem(409, ScimType.NONE, detail).exception();
    }
}
