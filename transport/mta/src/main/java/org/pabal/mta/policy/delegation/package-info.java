// SPDX-License-Identifier: Apache-2.0

/// Policy services as checks of a session: Postfix's protocol for delegating access decisions
/// (SMTPD_POLICY), as postgrey, policyd-spf and others speak it.
///
/// There is no RFC. A request is lines `attribute=value` and an empty line; the answer is
/// `action=…` and an empty line, with an action as in Postfix's access tables.
@NullMarked
package org.pabal.mta.policy.delegation;

import org.jspecify.annotations.NullMarked;
