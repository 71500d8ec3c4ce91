// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;

/// Takes mail, and cannot say what became of it.
record BrokenMail(ProofMail good, UnavailableException why) implements ProofMail {

    @Override
    public List<Door> doors() {
        return good.doors();
    }

    @Override
    public Optional<Instant> signsFrom(Domain domain) {
        return good.signsFrom(domain);
    }

    @Override
    public Sent toSelf(Door door, Address own, byte[] message) {
        return good.toSelf(door, own, message);
    }

    @Override
    public Sent outside(
            Account author, String session, InetSocketAddress client, Address to, byte[] message) {
        throw why;
    }

    @Override
    public Fate fate(String messageId) {
        throw why;
    }

    @Override
    public Optional<byte[]> read(Account account, Fate.Stored place) {
        throw why;
    }

    @Override
    public boolean hasCome(Address from, Address to, Instant since) {
        throw why;
    }
}
