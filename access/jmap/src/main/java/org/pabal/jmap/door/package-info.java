// SPDX-License-Identifier: Apache-2.0

/// Who may come in: passwords and app passwords by `Basic` (RFC 7617), tokens by `Bearer` (RFC 6750).
/// Both are judged by the mechanisms of SASL, with the guard of all doors before them.
@NullMarked
package org.pabal.jmap.door;

import org.jspecify.annotations.NullMarked;
