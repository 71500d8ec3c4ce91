// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import tools.jackson.databind.node.ObjectNode;

/// What a type does for its /set, one object at a time; each object is changed as a whole or not at
/// all. Types that change many objects in one commit read {@link SetRequest} themselves.
public interface SetTarget {

    String state();

    /// @return `id`, and whatever else the client did not give as it is now
    /// @throws SetError when it is not created
    ObjectNode create(JmapObject properties);

    /// @return properties that have changed otherwise than asked for
    /// @throws SetError when it stays as it is
    Optional<ObjectNode> update(String id, Patch patch);

    /// @throws SetError when it stays
    void destroy(String id);

    /// Creates, updates, destroys, in this order. RFC 8620 §5.3.
    default ObjectNode run(SetRequest request, MethodCall call) {
        String oldState = state();
        request.check(oldState);
        SetResponse response = new SetResponse(call.created());
        runCreates(request, call.created(), response);
        runUpdates(request, call.created(), response);
        runDestroys(request, call.created(), response);
        return response.json(
                request.account().id(), oldState, response.changedAnything() ? state() : oldState);
    }

    private void runCreates(SetRequest request, CreatedIds ids, SetResponse response) {
        request.create()
                .forEach((creationId, object) -> {
                    try {
                        response.created(creationId, create(JmapObject.ofProperties(object, ids)));
                    } catch (SetError error) {
                        response.notCreated(creationId, error);
                    }
                });
    }

    private void runUpdates(SetRequest request, CreatedIds ids, SetResponse response) {
        Set<String> doomed = new HashSet<>();
        request.destroy().forEach(id -> ids.resolve(id).ifPresent(doomed::add));
        request.update()
                .forEach((given, patch) -> {
                    try {
                        String id = ids.resolve(given).orElseThrow(SetError::notFound);
                        if (doomed.contains(id)) {
                            throw SetError.willDestroy();
                        }
                        response.updated(id, update(id, patch));
                    } catch (SetError error) {
                        response.notUpdated(given, error);
                    }
                });
    }

    private void runDestroys(SetRequest request, CreatedIds ids, SetResponse response) {
        for (String given : request.destroy()) {
            try {
                String id = ids.resolve(given).orElseThrow(SetError::notFound);
                destroy(id);
                response.destroyed(id);
            } catch (SetError error) {
                response.notDestroyed(given, error);
            }
        }
    }
}
