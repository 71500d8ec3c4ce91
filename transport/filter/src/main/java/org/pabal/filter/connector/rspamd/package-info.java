// SPDX-License-Identifier: Apache-2.0

/// Asks rspamd about mail, over HTTP.
@NullMarked
package org.pabal.filter.connector.rspamd;

import org.jspecify.annotations.NullMarked;
