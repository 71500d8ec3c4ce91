// SPDX-License-Identifier: Apache-2.0

/// The field in which a server says what it found about a mail, and nobody else may in its name. RFC
/// 8601.
///
/// {@link org.pabal.mailauth.results.AuthenticationResults} is written and read back unchanged
/// whatever a sender has put into its values; {@link org.pabal.mailauth.results.ForgedResults} takes
/// out what bears our name and came from outside (THREATS D05).
@NullMarked
package org.pabal.mailauth.results;

import org.jspecify.annotations.NullMarked;
