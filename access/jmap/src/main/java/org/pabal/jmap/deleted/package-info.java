// SPDX-License-Identifier: Apache-2.0

/// DeletedEmail/*: what the owner of an account has deleted and can have back, or give up for good.
@NullMarked
package org.pabal.jmap.deleted;

import org.jspecify.annotations.NullMarked;
