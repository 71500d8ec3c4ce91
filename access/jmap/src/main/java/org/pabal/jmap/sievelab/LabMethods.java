// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sievelab;

import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.sieve.SieveScripts;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.lab.Batch;
import org.pabal.mda.lab.SieveLab;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The capability `urn:pabal:params:jmap:sievelab` and its methods.
public final class LabMethods implements Capability {
    static final String URN = "urn:pabal:params:jmap:sievelab";

    /// Messages that one preview may ask for.
    static final int MAX_PREVIEWED = 1_000;

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        return account.isPersonal()
                ? Optional.of(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("maxPreviewed", MAX_PREVIEWED)
                                .put("undoSeconds", Batch.UNDONE_WITHIN.toSeconds()))
                : Optional.empty();
    }

    public static List<JmapMethod> of(
            SieveLab lab, MailboxStore mailboxes, SieveScripts scripts, Blobs blobs) {
        GivenScripts given = new GivenScripts(scripts, blobs);
        return List.of(
                new SievePreview(lab, mailboxes, given),
                new SieveApply(lab, mailboxes, given),
                new SieveUndo(lab));
    }
}
