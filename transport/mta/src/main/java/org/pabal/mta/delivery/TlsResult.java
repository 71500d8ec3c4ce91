// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.InetAddress;
import java.util.Optional;
import org.pabal.message.Domain;

/// How TLS went in one session with a mail exchanger. RFC 8460 §4.3
///
/// @param recipients their domain, whose wish for reports counts
/// @param exchanger its name
/// @param from the address of ours that spoke; empty when no connection was made
/// @param to the exchanger's address; empty when none was chosen
/// @param failure empty when TLS came to what it should
public record TlsResult(
        Domain recipients,
        TlsPolicy policy,
        String exchanger,
        Optional<InetAddress> from,
        Optional<InetAddress> to,
        Optional<TlsFailure> failure) {}
