// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

/// The record that covers a mail's author, and which of its policies.
///
/// @param domain where it is published, in A-labels
/// @param organization the author's organizational domain; empty when it is not known because
///     nothing depended on it
/// @param tag the policy that is meant for the author's domain
/// @param requested what that policy says, `t` not yet considered
public record DmarcPolicy(
        String domain, DmarcRecord record, String organization, Tag tag, Disposition requested) {

    /// For whom a policy of a record is.
    public enum Tag {
        /// The domain itself, or subdomains of which nothing else is said.
        P,
        /// Subdomains.
        SP,
        /// Subdomains that do not exist.
        NP
    }

    /// What is to become of mail that fails.
    public Disposition recommended() {
        return record.testing() ? requested.oneLevelMilder() : requested;
    }
}
