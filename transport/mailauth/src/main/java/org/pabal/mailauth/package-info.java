// SPDX-License-Identifier: Apache-2.0

/// What a mail's authentication found, together. Each method has its own package below; they need a
/// resolver, a clock and the octets of the mail, and nothing else of a server.
@NullMarked
package org.pabal.mailauth;

import org.jspecify.annotations.NullMarked;
