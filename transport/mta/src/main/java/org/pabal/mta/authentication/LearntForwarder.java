// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.time.LocalDate;

/// A forwarder that the server has learnt, or may.
///
/// @param recipient whose mail it passes on, in lookup form
/// @param network where it is
/// @param domain under which its hosts are named
/// @param mails different signed mails of others that it has passed on lately
/// @param authors of how many domains
/// @param days on how many days
/// @param known whether that is enough
public record LearntForwarder(
        String recipient,
        String network,
        String domain,
        LocalDate last,
        int mails,
        int authors,
        int days,
        boolean known) {}
