// SPDX-License-Identifier: Apache-2.0

/// Milters as checks of a session.
///
/// A connection to a milter is made at the first MAIL of a session, told there who the client is,
/// and kept to the session's end. Header fields, bodies and addresses that a milter hands back are
/// brought into the forms of RFC 5322 and RFC 5321, or left out with a line in the log.
@NullMarked
package org.pabal.mta.policy.milter;

import org.jspecify.annotations.NullMarked;
