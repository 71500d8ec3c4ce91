// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.srs;

import org.pabal.message.Address;

/// What an address in a domain of ours turned out to be.
public sealed interface SrsReversal {

    /// Not of SRS.
    record Other() implements SrsReversal {}

    /// One of ours: the original sender, or the forwarder before us who knows them.
    record Genuine(Address to) implements SrsReversal {}

    /// One of ours that is too old.
    record Expired(int days) implements SrsReversal {}

    /// In the form of SRS, but not made with a secret of ours.
    record Forged() implements SrsReversal {}
}
