// The backend half, from a page: who may call what, and what nobody may.
import "./backend/permission.js";
