// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.Optional;
import org.pabal.message.Domain;

/// What a connection says about whose names are meant: the domain that completes a bare name.
///
/// It comes from the listener's local address, the TLS server name or the settings, in that order.
public record LoginContext(Optional<Domain> defaultDomain) {}
