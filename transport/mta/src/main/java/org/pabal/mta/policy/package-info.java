// SPDX-License-Identifier: Apache-2.0

/// What else is asked before mail is taken: how much a source may bring, and the checks that the
/// settings name.
///
/// A {@link org.pabal.mta.policy.SessionCheck} is asked at MAIL, at each RCPT that the rules
/// accepted, and once the whole content is in the store but not promised yet. It refuses, has the
/// mail thrown away, or asks for edits, which the next check sees and which are made before the
/// promise. Mail of a session without checks, and mail that no check wants changed, costs no second
/// copy.
@NullMarked
package org.pabal.mta.policy;

import org.jspecify.annotations.NullMarked;
