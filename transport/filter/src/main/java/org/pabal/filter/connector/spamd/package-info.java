// SPDX-License-Identifier: Apache-2.0

/// Asks SpamAssassin about mail, by the protocol of its spamd.
@NullMarked
package org.pabal.filter.connector.spamd;

import org.jspecify.annotations.NullMarked;
