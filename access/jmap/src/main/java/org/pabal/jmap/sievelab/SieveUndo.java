// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sievelab;

import java.util.stream.Stream;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.mda.lab.Batch;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.lab.Undone;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// SieveScript/undo: puts back what a batch has moved, copied and flagged. What somebody has moved on
/// since stays where it is: `gone` tells how many.
record SieveUndo(SieveLab lab) implements JmapMethod {

    @Override
    public String name() {
        return "SieveScript/undo";
    }

    @Override
    public String capability() {
        return LabMethods.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        String id = call.arguments().id("batchId");
        call.arguments().nothingElse();
        Batch batch =
                Stream.of(BatchIds.parse(id))
                        .flatMap(number -> number.stream().boxed())
                        .flatMap(number -> lab.batch(account.owner(), number).stream())
                        .findFirst()
                        .orElseThrow(() ->
                                MethodError.of(
                                        "batchNotFound",
                                        "There is no such batch, or its time to be undone is"
                                                + " over."));
        if (batch.state() == Batch.State.UNDONE) {
            throw MethodError.of("alreadyUndone", "This batch is undone already.");
        }
        Undone undone = lab.undo(account.owner(), batch).orElseThrow(BatchIds::busy);
        return JsonNodeFactory.instance
                .objectNode()
                .put("accountId", account.id())
                .put("changed", undone.restored())
                .put("gone", undone.gone());
    }
}
