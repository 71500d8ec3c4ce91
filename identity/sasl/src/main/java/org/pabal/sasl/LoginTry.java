// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.net.InetAddress;
import java.util.OptionalLong;

/// One try to log in.
///
/// @param service the door, as in the settings: `imap`, `submission`
/// @param name that all forms of a log-in name have in common, see {@link Credentials#commonName};
///     whether it is anybody's is not said
/// @param fingerprint of the secret, see {@link LoginGuard#fingerprint}; empty for a proof that never
///     looks the same twice (SCRAM, CRAM-MD5)
public record LoginTry(InetAddress peer, String service, String name, OptionalLong fingerprint) {}
