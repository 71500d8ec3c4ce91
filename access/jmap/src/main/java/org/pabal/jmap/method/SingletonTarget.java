// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.Optional;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.SetError;
import tools.jackson.databind.node.ObjectNode;

/// What a type of which every account has one object does for its /set: that object is changed, never
/// made or taken away. RFC 8620 §5.3, `singleton`.
public interface SingletonTarget extends SetTarget {
    /// Of the one object.
    String ID = "singleton";

    CreatedIds ids();

    /// @throws SetError when it stays as it is
    void update(Patch patch);

    /// The object as it is to be, of which the id has been read.
    default JmapObject whole(ObjectNode json) {
        JmapObject object = JmapObject.ofProperties(json, ids());
        if (!object.string("id").equals(ID)) {
            throw object.wrong("id", "cannot be changed");
        }
        return object;
    }

    @Override
    default ObjectNode create(JmapObject properties) {
        throw SetError.singleton();
    }

    @Override
    default Optional<ObjectNode> update(String id, Patch patch) {
        if (!id.equals(ID)) {
            throw SetError.notFound();
        }
        update(patch);
        return Optional.empty();
    }

    @Override
    default void destroy(String id) {
        throw id.equals(ID) ? SetError.singleton() : SetError.notFound();
    }
}
