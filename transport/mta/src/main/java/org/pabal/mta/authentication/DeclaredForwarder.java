// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.time.Instant;

/// A forwarder that somebody declared.
///
/// @param recipient whose mail it passes on, in lookup form; empty for everybody's
/// @param note why, as the operator wrote; may be empty
public record DeclaredForwarder(
        Forwarder forwarder, String recipient, Instant since, String note) {}
