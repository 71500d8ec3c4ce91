// SPDX-License-Identifier: Apache-2.0

/// The circuit breaker of outgoing mail: many strangers written to in a short time, from a place where
/// the account has never been, is what a thief of a password does. Then the account's mail is taken and
/// held, until an administrator has looked.
///
/// {@link org.pabal.mta.breaker.Breaker} decides. It remembers for each account the networks it has
/// sent from and, in a table of fixed size, whom it has written to; both become durable in the commit
/// of the mail, without a sync of their own.
@NullMarked
package org.pabal.mta.breaker;

import org.jspecify.annotations.NullMarked;
