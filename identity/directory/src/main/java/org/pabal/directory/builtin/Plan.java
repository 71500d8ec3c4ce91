// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.List;
import java.util.function.Consumer;
import org.pabal.storage.Change;

/// What a change comes to, judged against the index of the moment.
sealed interface Plan {
    record Refuse(String reason) implements Plan {}

    /// @param take brings the index up to date once the changes are durable
    record Write(List<Change> changes, Consumer<DirectoryIndex> take) implements Plan {}

    /// Of what is not in the index.
    static Plan write(Change... changes) {
        return new Write(List.of(changes), _ -> {});
    }
}
