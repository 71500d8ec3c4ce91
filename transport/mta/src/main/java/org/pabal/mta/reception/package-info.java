// SPDX-License-Identifier: Apache-2.0

/// Takes mail for our people from anyone: port 25 and LMTP. RFC 5321, RFC 2033.
///
/// Nothing is relayed for strangers; an alias of ours may lead out.
@NullMarked
package org.pabal.mta.reception;

import org.jspecify.annotations.NullMarked;
