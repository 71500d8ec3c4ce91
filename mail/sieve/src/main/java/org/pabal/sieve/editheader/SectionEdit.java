// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.editheader;

import org.pabal.message.mime.MimeLimits;
import org.pabal.sieve.edit.EditedMessage;
import org.pabal.sieve.run.Run;

/// The header section of a run's message, taken out and put back changed.
final class SectionEdit {
    private final Run run;
    private final EditedMessage message;
    private final byte[] section;

    private SectionEdit(Run run, EditedMessage message) {
        this.run = run;
        this.message = message;
        this.section = message.section();
    }

    static SectionEdit begin(Run run) {
        EditedMessage message = run.parts().edited();
        if (!message.hasEditableHeader()) {
            throw run.fail("the header section is too large to be edited");
        }
        return new SectionEdit(run, message);
    }

    byte[] section() {
        run.charge(section.length);
        return section;
    }

    void finish(byte[] changed) {
        EditedMessage edited = message.withSection(changed);
        if (changed.length > MimeLimits.DEFAULT.maxHeaderOctets() || !edited.isWithinLimits()) {
            throw run.fail("the script adds too much to the message");
        }
        run.message(edited);
    }
}
