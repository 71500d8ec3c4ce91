// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.pabal.mailauth.doctor.Diagnosis;
import org.pabal.mailauth.examination.Findings;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// What others find out about this server when mail of it comes to them.
public interface SeenFromOutside {
    /// Addresses that they see it send from, as far as that is known here.
    List<InetAddress> senders();

    /// What the doctor says of a domain and of this host.
    List<Diagnosis> diagnoses(Domain domain);

    /// What another server would find in a message.
    ///
    /// @param client who would bring it
    Findings examine(InetAddress client, Address from, byte[] message);

    /// Names of the lists of the settings that have something against an address; empty when none could be
    /// asked.
    Optional<List<String>> listedBy(InetAddress address);
}
