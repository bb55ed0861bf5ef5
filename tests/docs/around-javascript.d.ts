// In JavaScript nobody asks whether an element is there, or of which kind it is.
interface ParentNode { querySelector(selectors: string): any }
