// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.pabal.mta.queue.Content;
import org.pabal.mta.queue.RelayedOctets;
import org.pabal.smtp.OutgoingMail;
import org.pabal.smtp.OutgoingMail.Need;
import org.pabal.storage.Storage;

/// A queued mail's content as the client's end of SMTP sends it.
record QueuedContent(Storage storage, Content content) implements OutgoingMail.Content {

    @Override
    public long octets() {
        return content.relayedOctets();
    }

    @Override
    public Set<Need> needs() {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        if (content.eightBit()) {
            needs.add(Need.EIGHT_BIT_MIME);
        }
        if (content.smtpUtf8()) {
            needs.add(Need.SMTPUTF8);
        }
        if (content.binary()) {
            needs.add(Need.BINARY_MIME);
        }
        return needs;
    }

    @Override
    public InputStream open() throws IOException {
        return new RelayedOctets(storage, content).open();
    }
}
