// SPDX-License-Identifier: Apache-2.0

/// Principal/*: whom somebody may find here and share with. RFC 9670 §2.
@NullMarked
package org.pabal.jmap.principal;

import org.jspecify.annotations.NullMarked;
