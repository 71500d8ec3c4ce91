// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker;

import java.time.Instant;
import org.pabal.directory.AccountId;

/// An account whose outgoing mail is held.
///
/// @param place the network that the mail came from; empty when an administrator said so
/// @param reason in a few words, for the administrator
public record Frozen(AccountId account, Instant since, String place, String reason) {}
